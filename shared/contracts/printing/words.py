"""The words and numbers of a printed document."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.contracts.document import Document
from shared.texts import N_, say

BOTH = "pl-en"
LANGUAGES = ("pl", "en", BOTH)

TITLES: Mapping[str, str] = {
    "vat": N_("Invoice"),
    "vat_mp": N_("Invoice"),
    "vat_margin": N_("Invoice, margin scheme"),
    "wdt": N_("Invoice, intra-Community supply"),
    "wnt": N_("Internal document, intra-Community acquisition"),
    "export_products": N_("Invoice, export of goods"),
    "import_service": N_("Internal document, import of services"),
    "import_service_eu": N_("Internal document, import of services from the EU"),
    "import_products": N_("Internal document, import of goods"),
    "invoice_other": N_("Other document"),
    "proforma": N_("Pro forma invoice"),
    "advance": N_("Advance invoice"),
    "final": N_("Final invoice"),
    "correction": N_("Correcting invoice"),
    "receipt": N_("Receipt"),
    "bill": N_("Bill"),
    "vat_rr": N_("VAT RR invoice"),
    "accounting_note": N_("Accounting note"),
    "correction_note": N_("Correction note"),
    "kp": N_("Cash received (KP)"),
    "kw": N_("Cash paid out (KW)"),
    "estimate": N_("Offer"),
    "client_order": N_("Order of a client"),
    "canceled": N_("Cancelled document"),
    "pz": N_("Goods received (PZ)"),
    "wz": N_("Goods issued (WZ)"),
    "mm": N_("Transfer between warehouses (MM)"),
    "rw": N_("Internal goods issued (RW)"),
    "pw": N_("Internal goods received (PW)"),
}
OTHER_TITLE = N_("Document")
PAYMENT_FORMS: Mapping[str, str] = {
    "cash": N_("cash"),
    "card": N_("card"),
    "voucher": N_("voucher"),
    "cheque": N_("cheque"),
    "credit": N_("credit"),
    "transfer": N_("bank transfer"),
    "mobile": N_("mobile payment"),
    "other": N_("other form of payment"),
}
PAYMENT_STATES: Mapping[str, str] = {
    "paid": N_("paid"),
    "partial": N_("paid in part"),
    "unpaid": N_("unpaid"),
}
MARGINS: Mapping[str, str] = {
    "travel": N_("margin scheme for travel agents"),
    "used_goods": N_("margin scheme - second-hand goods"),
    "art": N_("margin scheme - works of art"),
    "antiques": N_("margin scheme - collector's items and antiques"),
}
MARKS: Mapping[str, str] = {
    "split_payment": N_("split payment mechanism"),
    "cash_method": N_("cash accounting scheme"),
    "self_billing": N_("self-billing"),
    "reverse_charge": N_("reverse charge"),
    "triangular": N_(
        "VAT: simplified EU invoice under art. 135-138 of the Polish VAT act; "
        "the VAT is accounted for by the last taxpayer"
    ),
}
MARGIN_RATE = N_("margin")
THIN = "\N{NO-BREAK SPACE}"


class Words:
    """Texts in one language, or in two side by side; numbers as the first of them writes them."""

    def __init__(self, language: str) -> None:
        self.languages = ("pl", "en") if language == BOTH else (language,)

    def say(self, text: str, **facts: Any) -> str:
        """A text of the catalogue, filled in with `facts`."""
        told = (say(text, language, facts or None) for language in self.languages)
        return " / ".join(dict.fromkeys(told))

    def formula(self, text: str) -> str:
        """A text whose Polish wording is the law's own: it stands first in every language."""
        told = (say(text, language) for language in ("pl", *self.languages))
        return " / ".join(dict.fromkeys(told))

    def title(self, document: Document) -> str:
        """What the document is, without its number."""
        return self.say(TITLES.get(document["kind"], OTHER_TITLE))

    def number(self, text: str | None) -> str:
        """`text`, a decimal number, with every place that it has; nothing for None."""
        if text is None:
            return ""
        grouped = f"{Decimal(text):,f}"
        if self.languages[0] == "en":
            return grouped
        return grouped.replace(",", THIN).replace(".", ",")

    def rate(self, rate: str | None) -> str:
        """A VAT rate as people read it: `23%`, `zw`."""
        if rate is None or not rate[0].isdecimal():
            return self.say(MARGIN_RATE) if rate == "margin" else rate or ""
        number, _, kind = rate.partition(" ")
        return f"{number}% {kind}".strip()

    def notes(self, document: Document) -> list[str]:
        """The annotations that the VAT act asks for, art. 106e."""
        marked: Mapping[str, Any] = document
        notes = [self.say(text) for mark, text in MARKS.items() if marked[mark]]
        if not document["reverse_charge"] and _has_rate(document, "oo"):
            notes.append(self.say(MARKS["reverse_charge"]))
        if document["margin"]:
            notes.append(self.say(MARGINS[document["margin"]]))
        return notes


def _has_rate(document: Document, rate: str) -> bool:
    return any(each["rate"] == rate for each in document["vat_summary"])
