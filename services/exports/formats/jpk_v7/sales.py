"""`SprzedazWiersz`: output tax, of sales and of purchases on which the buyer owes the tax."""

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.jpk_v7.marks import (
    is_invoice_of_receipt,
    sale_marks,
    sale_proof,
    whereabouts,
)
from services.exports.formats.jpk_v7.party import party_elements
from services.exports.formats.jpk_v7.row import Row
from services.exports.formats.margins import margin_sums
from services.exports.formats.parties import other_party
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES, sums_in_pln
from shared.contracts.document import Document

OWED_BY_BUYER = {
    "wnt": ("K_23", "K_24"),
    "import_service": ("K_27", "K_28"),
    "import_service_eu": ("K_29", "K_30"),
}
"""Kinds of purchases on which the account itself owes the tax, and where that stands."""

_TAX = frozenset(["K_16", "K_18", "K_20", "K_24", "K_28", "K_30"])
_MARGIN = "SprzedazVAT_Marza"


def has_output_tax(document: Document) -> bool:
    return document["income"] or document["kind"] in OWED_BY_BUYER


def sale_row(document: Document, number: int, notes: Notes) -> Row:
    """The row, and the tax in it for the control sum, where an invoice for a receipt has none."""
    proof = sale_proof(document)
    fields = _fields(document, notes)
    sold = document["sale_date"]
    text = (
        f"<SprzedazWiersz><LpSprzedazy>{number}</LpSprzedazy>"
        f"{party_elements(other_party(document), 'Kontrahenta', notes)}"
        f"{element('DowodSprzedazy', document['number'], 256, notes)}"
        f"<DataWystawienia>{document['issue_date']}</DataWystawienia>"
        f"{f'<DataSprzedazy>{sold}</DataSprzedazy>' if _differs(document) else ''}"
        f"{whereabouts(document, proof, notes)}"
        f"{f'<TypDokumentu>{proof}</TypDokumentu>' if proof else ''}"
        f"{sale_marks(document, notes)}"
        f"{''.join(f'<{name}>{money(amount)}</{name}>' for name, amount in sorted(fields.items()))}"
        "</SprzedazWiersz>\n"
    )
    tax = 0 if is_invoice_of_receipt(document) else _tax(fields)
    return Row(text, tax)


def _differs(document: Document) -> bool:
    return document["sale_date"] not in (None, document["issue_date"])


def _tax(fields: dict[str, int]) -> int:
    return sum(amount for name, amount in fields.items() if name in _TAX)


def _fields(document: Document, notes: Notes) -> dict[str, int]:
    """Grosze by field; pairs of net and tax are whole, as the schema wants them."""
    fields: dict[str, int] = {}
    for each in sums_in_pln(document) or []:
        names = field_names(document, each.rate)
        if not names:
            notes.note("rate_not_carried", each.rate)
        for name in names:
            amount = each.vat if name in _TAX else each.net
            fields[name] = fields.get(name, 0) + amount
    if _MARGIN in fields:
        _add_margin(document, fields, notes)
    return fields


def _add_margin(document: Document, fields: dict[str, int], notes: Notes) -> None:
    """The margin and its tax, in the fields of the rate at which it is taxed."""
    margins = margin_sums(document)
    if margins is None:
        notes.note("incomplete_document", "K_19, K_20 (margin)")
    for each in margins or []:
        for name in RATES[each.rate].v7_sale:
            amount = each.vat if name in _TAX else each.net
            fields[name] = fields.get(name, 0) + amount


def field_names(document: Document, rate: str) -> tuple[str, ...]:
    """The fields of one rate; none where the records do not hold it."""
    return RATES[rate].v7_sale if document["income"] else OWED_BY_BUYER[document["kind"]]
