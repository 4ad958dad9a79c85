"""The content of a document for an accounting office: 18 fields per VAT rate, table 6B."""

from services.exports.formats.amounts import hundredths
from services.exports.formats.edi_epp.record import NO_AMOUNT, amount, record
from services.exports.formats.vat import RATES
from shared.contracts.document import Document, VatSum

_NEITHER_ADVANCE_NOR_MARGIN = (NO_AMOUNT,) * 10


def vat_table(document: Document) -> list[str]:
    """A record per rate; the general values are those of the document."""
    return [_row(row) for row in document["vat_summary"]]


def _row(row: VatSum) -> str:
    symbol, percent = RATES[row["rate"]].edi or ("", "")
    values = [amount(hundredths(row[name])) for name in ("net", "vat", "gross")]
    return record(f'"{symbol}"', percent, *values, *values, *_NEITHER_ADVANCE_NOR_MARGIN)
