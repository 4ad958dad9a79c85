"""What EDI++ calls a document and its transaction."""

from services.exports.formats.kinds import CORRECTION
from services.exports.formats.margins import MARGIN
from shared.contracts.document import Document

_INVOICES = ("vat", "advance", "final", "vat_mp", "wdt", "export_products", "invoice_other")
_SALES = dict.fromkeys(_INVOICES, "FS") | {CORRECTION: "KFS", "bill": "RS", "receipt": "PA"}
_COSTS = (
    dict.fromkeys(_INVOICES, "FZ")
    | dict.fromkeys(("wnt", "import_service", "import_service_eu", "import_products"), "FZ")
    | {CORRECTION: "KFZ", "bill": "RZ", "vat_rr": "FR"}
)

MARGIN_INVOICE = "FM"

DOMESTIC, EXPORT, INSIDE_EU, TRIANGULAR, SERVICES, REVERSE_CHARGE = 0, 1, 2, 3, 4, 6


def document_type(document: Document) -> str | None:
    """Field 1 of the header, or None where EDI++ has no type for the document.

    A receipt is a purchase only with the buyer's tax number: then it is a simplified invoice.
    """
    kind = document["kind"]
    if document["income"]:
        return MARGIN_INVOICE if _is_margin_invoice(document) else _SALES.get(kind)
    if kind == "receipt" and document["buyer"]["tax_no"]:
        return "FZ"
    return _COSTS.get(kind)


def _is_margin_invoice(document: Document) -> bool:
    """A sale that is wholly under the margin scheme; for a correction of one there is no type."""
    rates = {row["rate"] for row in document["vat_summary"]}
    return document["kind"] != CORRECTION and rates == {MARGIN}


def transaction(document: Document) -> int:
    """Field 55: at home, abroad, in the EU, under reverse charge."""
    rates = {row["rate"] for row in document["vat_summary"]}
    kind = document["kind"]
    if document["triangular"]:
        return TRIANGULAR
    if kind in ("wnt", "wdt") or "0 WDT" in rates:
        return INSIDE_EU
    if kind in ("import_service", "import_service_eu"):
        return SERVICES
    if is_export(document) or kind == "import_products":
        return EXPORT
    return REVERSE_CHARGE if "oo" in rates or document["reverse_charge"] else DOMESTIC


def is_export(document: Document) -> bool:
    """Field 54."""
    rates = {row["rate"] for row in document["vat_summary"]}
    return document["income"] and ("0 EX" in rates or document["kind"] == "export_products")
