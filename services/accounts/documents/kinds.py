"""The kinds of documents, and what follows from each."""

from shared.contracts.document import NO_CLAIM_KINDS, WAREHOUSE_KINDS, Document

KINDS = (
    "vat",
    "proforma",
    "bill",
    "receipt",
    "advance",
    "final",
    "correction",
    "vat_margin",
    "vat_mp",
    "vat_rr",
    "wdt",
    "wnt",
    "export_products",
    "import_service",
    "import_service_eu",
    "import_products",
    "invoice_other",
    "accounting_note",
    "correction_note",
    "kp",
    "kw",
    "estimate",
    "client_order",
    "canceled",
    "pz",
    "wz",
    "mm",
    "rw",
    "pw",
)

CANCELED = "canceled"
ISSUED_KINDS = tuple(kind for kind in KINDS if kind != CANCELED)
"""What can be issued; a document becomes `canceled`, none begins so."""

WAREHOUSE = WAREHOUSE_KINDS
NO_CLAIM = NO_CLAIM_KINDS
INTERNAL = frozenset(["mm", "rw", "pw"])
"""Movements within the firm: it stands on both sides."""

COMING_IN = frozenset(["pz", "pw", "kw"])
"""What is no sale by its nature: goods that come in, cash that goes out."""

NUMBERED_HERE = WAREHOUSE | {"kp", "kw"}
"""Documents of the firm's own numbering, whichever way goods or cash go."""

COSTS_ONLY = frozenset(["wnt", "import_service", "import_service_eu", "import_products"])
"""Purchases abroad: never a sale."""

CORRECTED_KINDS = frozenset(
    [
        "vat", "bill", "receipt", "advance", "final", "vat_margin", "vat_mp", "vat_rr", "wdt",
        "wnt", "export_products", "import_service", "import_service_eu", "import_products",
        "invoice_other",
    ]
)  # fmt: skip
"""What a correction can be of."""


def direction(kind: str, income: bool | None) -> bool:
    """Whether a document of `kind` is a sale, where `income` says it or leaves it to the kind."""
    if kind in WAREHOUSE or kind in ("kp", "kw"):
        return kind not in COMING_IN
    return kind not in COSTS_ONLY if income is None else income


def is_numbered_here(document: Document) -> bool:
    """Whether the account gives the number; else the seller has given it."""
    return document["income"] or document["kind"] in NUMBERED_HERE
