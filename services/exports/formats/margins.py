"""What is earned under the margin scheme, and the tax on it."""

from decimal import ROUND_HALF_UP, Decimal

from services.exports.formats.amounts import half_up
from services.exports.formats.vat import Sum, pln
from shared.contracts.document import Document, Position

MARGIN = "margin"
USUAL_RATE = "23"

_CENT = Decimal("0.01")


def is_of_margin(document: Document) -> bool:
    return any(row["rate"] == MARGIN for row in document["vat_summary"])


def margin_sums(document: Document) -> list[Sum] | None:
    """The margin without its tax, and the tax, by rate; None where a row has no purchase price.

    In grosze. A loss on one row takes nothing from the others. Of a correction it is the
    difference. Source: VAT act, art. 119 ust. 1, art. 120 ust. 4.
    """
    margins: dict[str, int] = {}
    rows = [row for row in document["positions"] if row["vat_rate"] == MARGIN]
    for row in rows:
        margin = _margin(row, document["exchange_rate"])
        if margin is None:
            return None
        rate = row.get("margin_rate") or USUAL_RATE
        margins[rate] = margins.get(rate, 0) + (-margin if row["before"] else margin)
    taxes = {rate: half_up(each * int(rate), 100 + int(rate)) for rate, each in margins.items()}
    return [Sum(rate, margins[rate] - tax, tax) for rate, tax in taxes.items()] if rows else None


def _margin(row: Position, exchange_rate: str | None) -> int | None:
    """What is earned with the row, in grosze; never less than nothing."""
    price = row.get("purchase_price")
    if price is None or row["gross"] is None:
        return None
    cost = (Decimal(price) * Decimal(row["quantity"] or 1)).quantize(_CENT, ROUND_HALF_UP)
    return max(0, pln(row["gross"], exchange_rate) - pln(f"{cost:f}", exchange_rate))
