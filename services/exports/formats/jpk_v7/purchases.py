"""`ZakupWiersz`: input tax of purchases, all of it taken as deductible."""

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.jpk_v7.marks import cost_proof, note_unknown, whereabouts
from services.exports.formats.jpk_v7.party import party_elements
from services.exports.formats.jpk_v7.row import Row
from services.exports.formats.problems import Notes
from services.exports.formats.vat import sums_in_pln
from shared.contracts.document import Document

TAXED = frozenset(["23", "22", "8", "7", "5", "4", "3"])
"""The rates at which there is tax to deduct."""


def has_input_tax(document: Document) -> bool:
    rates = {row["rate"] for row in document["vat_summary"]}
    return not document["income"] and bool(rates & (TAXED | {"margin"}))


def purchase_row(document: Document, number: int, notes: Notes) -> Row:
    """The row, and the tax in it for the control sum."""
    proof = cost_proof(document)
    amounts, tax = _amounts(document, notes)
    received = document["receipt_date"]
    note_unknown(document, notes)
    text = (
        f"<ZakupWiersz><LpZakupu>{number}</LpZakupu>"
        f"{party_elements(document['seller'], 'Dostawcy', notes)}"
        f"{element('DowodZakupu', document['number'], 256, notes)}"
        f"<DataZakupu>{document['issue_date']}</DataZakupu>"
        f"{f'<DataWplywu>{received}</DataWplywu>' if received else ''}"
        f"{whereabouts(document, proof, notes)}"
        f"{f'<DokumentZakupu>{proof}</DokumentZakupu>' if proof else ''}"
        f"{'<IMP>1</IMP>' if document['kind'] == 'import_products' else ''}"
        f"{amounts}</ZakupWiersz>\n"
    )
    return Row(text, tax)


def _amounts(document: Document, notes: Notes) -> tuple[str, int]:
    """`K_42` and `K_43` of the rates with tax, `ZakupVAT_Marza` of the margin scheme."""
    sums = sums_in_pln(document) or []
    taxed = [each for each in sums if each.rate in TAXED]
    net, tax = sum(each.net for each in taxed), sum(each.vat for each in taxed)
    margin = [each.gross for each in sums if each.rate == "margin"]
    for each in sums:
        if each.rate not in TAXED and each.rate != "margin":
            notes.note("rate_not_carried", each.rate)
    text = f"<K_42>{money(net)}</K_42><K_43>{money(tax)}</K_43>" if taxed else ""
    if margin:
        text += f"<ZakupVAT_Marza>{money(sum(margin))}</ZakupVAT_Marza>"
    return text, tax
