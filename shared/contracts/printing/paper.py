"""One document on A4 pages: who, when, what, how much, how to pay."""

from collections.abc import Iterator
from typing import Any

from shared.contracts.document import WAREHOUSE_KINDS, Document, Party
from shared.contracts.printing import farmer
from shared.contracts.printing.page import (
    GREY,
    columns,
    qr_code,
    safe,
    text,
)
from shared.contracts.printing.rows import rows, sums
from shared.contracts.printing.words import PAYMENT_FORMS, PAYMENT_STATES, Words
from shared.texts import N_

QR = 78  # points
BESIDE_QR = 5  # lines
NO_PAYMENT = WAREHOUSE_KINDS | {"proforma", "estimate", "client_order", "canceled"}
NO_RATE_OF_EXCHANGE = N_("not given; without it the VAT in PLN can't be told")


def parts(document: Document, words: Words, link: str | None) -> Iterator[Any]:
    """What stands on the document's pages, from the top."""
    from reportlab.platypus import KeepTogether, Spacer

    yield from _head(document, words, link)
    yield Spacer(0, 8)
    yield _parties(document, words)
    yield Spacer(0, 10)
    yield from rows(document, words)
    yield Spacer(0, 10)
    end = [*sums(document, words), Spacer(0, 6), *_total(document, words)]
    end += [text(line) for line in _foot_lines(document, words) if line]
    end += farmer.statements(document, words)
    yield KeepTogether(end)


def _head(document: Document, words: Words, link: str | None) -> Iterator[Any]:
    """Title and facts, the first of them beside the QR code; a correction may have thousands."""
    title = text(f"{safe(words.title(document))} <b>{safe(document['number'])}</b>", "title")
    lines = [text(line) for line in _head_lines(document, words) if line]
    if link:
        caption = safe(words.say(N_("Check in KSeF")))
        linked = f'<link href="{safe(link)}" color="{GREY}">{caption}</link>'
        code = [qr_code(link, QR), text(linked, "small")]
        yield columns([title, *lines[:BESIDE_QR]], code, share=1 - QR / 480)
        lines = lines[BESIDE_QR:]
    else:
        yield title
    yield from lines


def _head_lines(document: Document, words: Words) -> Iterator[str]:
    yield _fact(words, N_("Date of issue"), document["issue_date"], document["issue_place"])
    day = N_("Date of payment received") if document["kind"] == "advance" else N_("Date of sale")
    if document["kind"] not in WAREHOUSE_KINDS:
        yield _fact(words, farmer.label(document, day), _day_of_sale(document))
    yield _fact(words, N_("Date of receipt"), document["receipt_date"])
    yield _fact(words, N_("KSeF number"), document["ksef_number"])
    for corrected in document["corrected"]:
        issued = corrected["issue_date"]
        of_day = f"{words.say(N_('of'))} {issued}" if issued else None
        number = " ".join(filter(None, (corrected["number"], of_day)))
        yield _fact(words, N_("Corrects"), number, corrected.get("ksef_number"))
    yield _fact(words, N_("Reason of the correction"), document["correction_reason"])
    yield _fact(words, N_("Settles the advance invoices"), *document["advances"])
    yield _bold(words.notes(document))


def _day_of_sale(document: Document) -> str | None:
    """A VAT RR invoice has to name it even where it is the day of issue."""
    sold = document["sale_date"]
    return sold or (document["issue_date"] if farmer.is_from_farmer(document) else None)


def _total(document: Document, words: Words) -> Iterator[Any]:
    if document["kind"] in WAREHOUSE_KINDS:
        return
    amount = document["gross"]
    label = farmer.label(document, N_("To pay in total"))
    if document["kind"] == "correction":
        label = N_("To give back") if amount.startswith("-") else N_("To pay in addition")
        amount = amount.removeprefix("-")
    told = f"{words.number(amount)} {document['currency']}"
    yield text(_fact(words, label, f"<b>{safe(told)}</b>", is_markup=True), "total")
    yield from farmer.in_words(document, words)


def _foot_lines(document: Document, words: Words) -> Iterator[str]:
    if document["kind"] not in NO_PAYMENT:
        form = PAYMENT_FORMS.get(document["payment_form"] or "")
        state = words.say(PAYMENT_STATES[document["payment_state"]])
        yield _fact(words, N_("Payment"), form and words.say(form), state, document["paid_date"])
    yield _fact(words, N_("Due date"), document["due_date"])
    account = farmer.label(document, N_("Bank account"))
    yield _fact(words, account, _grouped(document["bank_account"]))
    if document["currency"] != "PLN" and document["kind"] not in WAREHOUSE_KINDS:
        rate = words.number(document["exchange_rate"]) or words.say(NO_RATE_OF_EXCHANGE)
        yield _fact(words, N_("Rate of exchange (NBP)"), rate)
    yield _fact(words, N_("Basis of the exemption"), document["exempt_basis"])
    yield _fact(words, N_("Remarks"), document["description"])


def _fact(words: Words, label: str, *values: str | None, is_markup: bool = False) -> str:
    """`label: value, value`, or nothing where there is no value."""
    told = ", ".join(value if is_markup else safe(value) for value in values if value)
    return f'<font color="{GREY}">{safe(words.say(label))}:</font> {told}' if told else ""


def _bold(notes: list[str]) -> str:
    return f"<b>{safe('; '.join(notes))}</b>" if notes else ""


def _grouped(account: str | None) -> str | None:
    """A Polish account number in groups of four; another as it is."""
    digits = (account or "").replace(" ", "")
    if not (digits.isdecimal() and len(digits) == 26):
        return account
    return " ".join([digits[:2], *(digits[at : at + 4] for at in range(2, 26, 4))])


def _parties(document: Document, words: Words) -> Any:
    is_abroad = document["income"] and document["buyer"]["tax_no_kind"] == "eu_vat"
    number = farmer.number_name(document, document["seller"])
    name = farmer.label(document, N_("Seller"))
    seller = _party(words, name, document["seller"], number, is_of_union=is_abroad)
    return columns([text(seller)], [text(_party(words, N_("Buyer"), document["buyer"]))])


def _party(
    words: Words, label: str, party: Party, number: str | None = None, *, is_of_union: bool = False
) -> str:
    """Name, address and number, which `number` is the name of where it is no tax number.

    With `is_of_union` a NIP has its country (art. 97 ust. 10).
    """
    is_nip = party["tax_no_kind"] == "nip"
    kind = "NIP" if is_nip else number or words.say(N_("Tax number"))
    prefix = f"{party['country']} " if party["tax_no_kind"] == "eu_vat" else ""
    prefix = "PL " if is_nip and is_of_union else prefix
    told = f"{kind}: {prefix}{party['tax_no']}" if party["tax_no"] else ""
    abroad = party["country"] if party["country"] != "PL" else ""
    address = ", ".join(filter(None, (party["address"], abroad)))
    lines = [f'<font color="{GREY}">{safe(words.say(label))}</font>']
    lines.append(f"<b>{safe(party['name'])}</b>")
    lines += [safe(line) for line in (address, told, party["email"]) if line]
    return "<br/>".join(lines)
