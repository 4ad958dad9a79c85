"""Documents on paper: who, when, what, how much, how to pay."""

from collections.abc import Iterator, Sequence

from services.exports.printing.sheet import BOLD, GREY, WIDTH, Sheet
from services.exports.printing.words import PAYMENT_FORMS, PAYMENT_STATES, Words
from shared.contracts.document import Document, Party, Position
from shared.texts import N_

HEADS = (
    N_("No."), N_("Goods or service"), N_("Unit"), N_("Quantity"), N_("Price"), N_("Discount"),
    N_("VAT"), N_("Net"), N_("Amount of VAT"), N_("Gross"),
)  # fmt: skip
SHARES = (5, 33, 8, 9, 12, 9, 8, 12, 12, 13)
NAME = 1  # The column that breaks into lines.
SUM_HEADS = (N_("VAT"), N_("Net"), N_("Amount of VAT"), N_("Gross"))


def print_document(document: Document, language: str) -> bytes:
    """The document as PDF; `language` is `pl` or `en`. The same content, the same bytes."""
    words = Words(language)
    sheet = Sheet(_title(document, words))
    add(sheet, document, words)
    return sheet.finish()


def add(sheet: Sheet, document: Document, words: Words, bookmark: str | None = None) -> None:
    """The document on pages of its own, behind what is on the sheet."""
    sheet.begin(document["number"], bookmark)
    sheet.text(_title(document, words), size=16, font=BOLD)
    sheet.space(6)
    _lines(sheet, _head(document, words))
    sheet.space(8)
    sheet.beside(
        [
            list(_party(words, N_("Seller"), document["seller"])),
            list(_party(words, N_("Buyer"), document["buyer"])),
        ]
    )
    sheet.space(10)
    _positions(sheet, document, words)
    _sums(sheet, document, words)
    total = f"{words.number(document['gross'])} {document['currency']}"
    sheet.need(20)
    sheet.text(f"{words.say(N_('To pay in total'))}: {total}", size=12, font=BOLD)
    sheet.space(4)
    _lines(sheet, _foot(document, words))


def _title(document: Document, words: Words) -> str:
    return f"{words.title(document)} {document['number']}"


def _head(document: Document, words: Words) -> Iterator[str]:
    yield _fact(words, N_("Date of issue"), document["issue_date"], document["issue_place"])
    yield _fact(words, N_("Date of sale"), document["sale_date"])
    yield _fact(words, N_("KSeF number"), document["ksef_number"])
    for corrected in document["corrected"]:
        day = corrected["issue_date"]
        yield _fact(words, N_("Corrects"), corrected["number"], day, corrected.get("ksef_number"))
    yield _fact(words, N_("Reason of the correction"), document["correction_reason"])
    yield _fact(words, N_("Settles the advance invoices"), *document["advances"])


def _foot(document: Document, words: Words) -> Iterator[str]:
    form = PAYMENT_FORMS.get(document["payment_form"] or "")
    state = words.say(PAYMENT_STATES[document["payment_state"]])
    yield _fact(words, N_("Payment"), form and words.say(form), state, document["paid_date"])
    yield _fact(words, N_("Due date"), document["due_date"])
    yield _fact(words, N_("Bank account"), document["bank_account"])
    yield _fact(words, N_("Rate of exchange"), words.number(document["exchange_rate"]))
    yield _fact(words, N_("Basis of the exemption"), document["exempt_basis"])
    yield _fact(words, N_("Annotations"), *words.notes(document))
    yield _fact(words, N_("Remarks"), document["description"])


def _fact(words: Words, label: str, *values: str | None) -> str:
    """`label: value, value`, or nothing where there is no value."""
    told = ", ".join(value for value in values if value)
    return f"{words.say(label)}: {told}" if told else ""


def _lines(sheet: Sheet, lines: Iterator[str]) -> None:
    for line in lines:
        if line:
            sheet.text(line, grey=GREY)


def _party(words: Words, label: str, party: Party) -> Iterator[tuple[str, str]]:
    kind = "NIP" if party["tax_no_kind"] == "nip" else words.say(N_("Tax number"))
    prefix = f"{party['country']} " if party["tax_no_kind"] == "eu_vat" else ""
    number = f"{kind}: {prefix}{party['tax_no']}" if party["tax_no"] else ""
    yield words.say(label), "Roboto"
    yield party["name"], BOLD
    for line in (party["address"], number, party["email"]):
        if line:
            yield line, "Roboto"


def _positions(sheet: Sheet, document: Document, words: Words) -> None:
    """The rows, in the columns in which one of them has something."""
    if not document["positions"]:
        return
    cells = [_cells(position, words) for position in document["positions"]]
    shown = [at for at in range(len(HEADS)) if at == NAME or any(row[at] for row in cells)]
    whole = sum(SHARES[at] for at in shown)
    sheet.table(
        [words.say(HEADS[at]) for at in shown],
        [[row[at] for at in shown] for row in cells],
        [WIDTH * SHARES[at] / whole for at in shown],
        left=shown.index(NAME),
    )
    sheet.space(10)


def _cells(row: Position, words: Words) -> Sequence[str]:
    before = f" ({words.say(N_('before the correction'))})" if row["before"] else ""
    return (
        str(row["no"]),
        row["name"] + before,
        row["unit"] or "",
        words.number(row["quantity"]),
        words.number(row["unit_net"] or row["unit_gross"]),
        words.number(row["discount"]),
        words.rate(row["vat_rate"]),
        words.number(row["net"]),
        words.number(row["vat"]),
        words.number(row["gross"]),
    )


def _sums(sheet: Sheet, document: Document, words: Words) -> None:
    rows = []
    for each in document["vat_summary"]:
        vat = words.number(each["vat"])
        if each["vat_pln"] is not None:
            vat += f" ({words.number(each['vat_pln'])} PLN)"
        net, gross = words.number(each["net"]), words.number(each["gross"])
        rows.append([words.rate(each["rate"]), net, vat, gross])
    together = [words.number(document[name]) for name in ("net", "vat", "gross")]
    rows.append([words.say(N_("Together")), *together])
    sheet.table([words.say(head) for head in SUM_HEADS], rows, [WIDTH / 4] * 4, left=0)
    sheet.space(10)
