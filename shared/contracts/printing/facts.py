"""What a document says beside its rows, as labels and texts: on paper and on a screen."""

from collections.abc import Iterator

from shared.contracts.document import NO_CLAIM_KINDS, WAREHOUSE_KINDS, Document, Party
from shared.contracts.printing import farmer
from shared.contracts.printing.words import PAYMENT_FORMS, PAYMENT_STATES, Words
from shared.texts import N_

NO_PAYMENT = WAREHOUSE_KINDS | NO_CLAIM_KINDS
NO_RATE_OF_EXCHANGE = N_("not given; without it the VAT in PLN can't be told")

Fact = tuple[str, str]  # A label and a text; the text is empty where nothing is said.


def head_facts(document: Document, words: Words) -> Iterator[Fact]:
    """When it was issued, by which number KSeF knows it, what it corrects or settles."""
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


def total_fact(document: Document, words: Words) -> Fact | None:
    """What is to pay, or to give back; None for goods that only move."""
    if document["kind"] in WAREHOUSE_KINDS:
        return None
    amount = document["gross"]
    label = farmer.label(document, N_("To pay in total"))
    if document["kind"] == "correction":
        label = N_("To give back") if amount.startswith("-") else N_("To pay in addition")
        amount = amount.removeprefix("-")
    return _fact(words, label, f"{words.number(amount)} {document['currency']}")


def foot_facts(document: Document, words: Words) -> Iterator[Fact]:
    """How it is paid, at which rate of exchange, and what else is remarked."""
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


def party_lines(
    words: Words, party: Party, number_name: str | None = None, *, is_of_union: bool = False
) -> list[str]:
    """Name, address, number, e-mail; `number_name` says what a number is that is no tax number.

    With `is_of_union` a NIP has its country (art. 97 ust. 10).
    """
    is_nip = party["tax_no_kind"] == "nip"
    kind = "NIP" if is_nip else number_name or words.say(N_("Tax number"))
    prefix = f"{party['country']} " if party["tax_no_kind"] == "eu_vat" else ""
    prefix = "PL " if is_nip and is_of_union else prefix
    number = f"{kind}: {prefix}{party['tax_no']}" if party["tax_no"] else ""
    abroad = party["country"] if party["country"] != "PL" else ""
    address = ", ".join(filter(None, (party["address"], abroad)))
    return [party["name"], *(line for line in (address, number, party["email"]) if line)]


def parties(document: Document, words: Words) -> list[tuple[str, list[str]]]:
    """Seller and buyer, each with its label and its lines."""
    is_abroad = document["income"] and document["buyer"]["tax_no_kind"] == "eu_vat"
    number_name = farmer.number_name(document, document["seller"])
    seller = party_lines(words, document["seller"], number_name, is_of_union=is_abroad)
    buyer = party_lines(words, document["buyer"])
    label = farmer.label(document, N_("Seller"))
    return [(words.say(label), seller), (words.say(N_("Buyer")), buyer)]


def _day_of_sale(document: Document) -> str | None:
    """A VAT RR invoice has to name it even where it is the day of issue."""
    sold = document["sale_date"]
    return sold or (document["issue_date"] if farmer.is_from_farmer(document) else None)


def _fact(words: Words, label: str, *values: str | None) -> Fact:
    return words.say(label), ", ".join(filter(None, values))


def _grouped(account: str | None) -> str | None:
    """A Polish account number in groups of four; another as it is."""
    digits = (account or "").replace(" ", "")
    if not (digits.isdecimal() and len(digits) == 26):
        return account
    return " ".join([digits[:2], *(digits[at : at + 4] for at in range(2, 26, 4))])
