"""The content of a document for an accounting office: 18 fields per VAT rate, table 6B."""

from services.exports.formats.amounts import hundredths
from services.exports.formats.edi_epp.record import NO_AMOUNT, amount, record
from services.exports.formats.margins import MARGIN, Margin, margins
from services.exports.formats.totals import Totals, summed
from services.exports.formats.vat import RATES
from shared.contracts.document import Document, VatSum

_NO_ADVANCES = (NO_AMOUNT,) * 6
_NO_MARGIN = (NO_AMOUNT,) * 4


def vat_table(document: Document) -> list[str]:
    """A record per rate; the general values are those of the document.

    Of a sale under the margin scheme a record per rate at which the margin is taxed: its VAT is
    that of the margin, and net what is left of the price without it.
    """
    known = margins_of(document)
    if known:
        return [_margin_row(each) for each in known]
    return [_row(row) for row in document["vat_summary"]]


def table_totals(document: Document) -> Totals:
    """What the records add up to."""
    whole = summed(document)
    tax = sum(each.vat for each in margins_of(document))
    return Totals(whole.net - tax, whole.vat + tax, whole.gross)


def margins_of(document: Document) -> list[Margin]:
    """The margins of a document that is wholly under the margin scheme and tells them."""
    if any(row["rate"] != MARGIN for row in document["vat_summary"]):
        return []
    return margins(document, None) or []


def _row(row: VatSum) -> str:
    values = [amount(hundredths(row[name])) for name in ("net", "vat", "gross")]
    return _record(row["rate"], values, _NO_MARGIN)


def _margin_row(margin: Margin) -> str:
    values = [amount(each) for each in (margin.sold - margin.vat, margin.vat, margin.sold)]
    earned = margin.net, margin.vat, margin.net + margin.vat, margin.bought
    return _record(margin.rate, values, tuple(map(amount, earned)))


def _record(rate: str, values: list[str], margin: tuple[str, ...]) -> str:
    symbol, percent = RATES[rate].edi or ("", "")
    return record(f'"{symbol}"', percent, *values, *values, *_NO_ADVANCES, *margin)
