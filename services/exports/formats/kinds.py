"""Which kinds of documents are what, as the domain names them."""

CORRECTION = "correction"
ADVANCE = "advance"

INVOICES = frozenset(
    ["vat", "advance", "final", "correction", "vat_margin", "vat_mp", "wdt", "export_products"]
)
"""Invoices in the sense of the VAT act, art. 106a to 106q, that a seller issues."""

VAT_DOCUMENTS = INVOICES | frozenset(
    [
        "bill",
        "receipt",
        "vat_rr",
        "wnt",
        "import_service",
        "import_service_eu",
        "import_products",
        "invoice_other",
    ]
)
"""What stands in a VAT register. A pro forma, an estimate, an order, a note, a cash slip, a
cancelled invoice and a warehouse document do not."""
