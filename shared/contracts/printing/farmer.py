"""What a VAT RR invoice says otherwise than others: the buyer issues it for a flat-rate farmer.

Source: VAT act, art. 116 ust. 2 (what stands on it), ust. 3 (the farmer's statement, whose
wording is the act's own), ust. 6 (when the buyer deducts the refund: it is paid to the farmer's
account, and payment and invoice name each other).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.contracts.document import Document, Party
from shared.contracts.printing.page import GREY, columns, safe, text
from shared.contracts.printing.spelled import spelled
from shared.contracts.printing.words import Words
from shared.texts import N_

LABELS: Mapping[str, str] = {
    "Seller": N_("Supplier (flat-rate farmer)"),
    "Date of sale": N_("Date of purchase"),
    "Goods or service": N_("Farm product or service, its class or quality"),
    "Net price": N_("Price without the refund"),
    "VAT": N_("Rate of the refund"),
    "VAT rate": N_("Rate of the flat-rate refund"),
    "Net": N_("Value without the refund"),
    "Amount of VAT": N_("Amount of the refund"),
    "Amount of VAT in PLN": N_("Amount of the refund in PLN"),
    "Gross": N_("Value with the refund"),
    "Gross price": N_("Price with the refund"),
    "To pay in total": N_("To pay in total with the refund"),
    "Bank account": N_("Supplier's bank account"),
}
"""How the invoice calls what others call by the keys."""

STATEMENT = N_(
    "I declare that I am a flat-rate farmer exempt from value added tax under art. 43 ust. 1 "
    "pkt 3 of the value added tax act."
)
PAYMENT = N_(
    "The amount due is paid with the flat-rate refund to the supplier's account at a bank or a "
    "credit union (SKOK). The payment names the number and the date of this invoice, which the "
    "buyer needs to deduct the refund (art. 116 ust. 6 of the value added tax act)."
)

DOTS = "." * 100


def is_from_farmer(document: Document) -> bool:
    return document["kind"] == "vat_rr"


def label(document: Document, usual: str) -> str:
    """What the document calls the thing that is `usual` elsewhere."""
    return LABELS.get(usual, usual) if is_from_farmer(document) else usual


def number_name(document: Document, party: Party) -> str | None:
    """`PESEL` for a farmer who has no NIP."""
    number = party["tax_no"] or ""
    is_pesel = party["tax_no_kind"] == "other" and len(number) == 11 and number.isdecimal()
    return "PESEL" if is_pesel and is_from_farmer(document) else None


def in_words(document: Document, words: Words) -> Iterator[Any]:
    """The amount due in words, below the one in figures."""
    if is_from_farmer(document):
        amount, currency = document["gross"], document["currency"]
        told = (spelled(amount, currency, each) for each in words.languages)
        name = safe(words.say(N_("In words")))
        yield text(f'<font color="{GREY}">{name}:</font> {safe(" / ".join(told))}', "right")


def statements(document: Document, words: Words) -> Iterator[Any]:
    """How it is to be paid, the farmer's statement, and room for both signatures."""
    from reportlab.platypus import Spacer

    if not is_from_farmer(document):
        return
    yield Spacer(0, 6)
    yield text(safe(words.say(PAYMENT)))
    yield Spacer(0, 8)
    yield text(safe(words.say(N_("Supplier's statement"))), "heading")
    yield text(safe(words.formula(STATEMENT)))
    yield Spacer(0, 34)
    signatures = N_("Legible signature of the supplier"), N_("Legible signature of the buyer")
    supplier, buyer = (f"{DOTS}<br/>{safe(words.say(each))}" for each in signatures)
    yield columns([text(supplier, "small")], [text(buyer, "small")])
