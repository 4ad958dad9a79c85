"""What is earned under the margin scheme, and the tax on it.

Source: VAT act, art. 119 ust. 1 and 2 (travel), art. 120 ust. 1 pkt 5 and ust. 4 (second-hand
goods, works of art, antiques). The document shows its buyer the gross sale alone; what the
goods cost, and at which rate the margin is taxed, stands beside each row.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.exports.formats.amounts import half_up, hundredths
from services.exports.formats.vat import Sum, pln
from shared.contracts.document import Document, Position

MARGIN = "margin"
USUAL_RATE = "23"
PURCHASE_PRICE = "purchase_price"

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Margin:
    """All that is taxed at one rate: sold for, bought for, earned without its tax, the tax.

    In hundredths, of PLN or of the document's currency. Of a correction, the differences.
    """

    rate: str
    sold: int
    bought: int
    net: int
    vat: int


def is_margin_sale(document: Document) -> bool:
    """Whether the account sold under the margin scheme, and so owes tax on what it earned."""
    return document["income"] and any(row["rate"] == MARGIN for row in document["vat_summary"])


def margins(document: Document, exchange_rate: str | None) -> list[Margin] | None:
    """The margins of a sale by rate; None where its rows do not tell them.

    That is where a row has no purchase price or a value that its quantity contradicts, and
    where the rows are not the document's sum. With a rate of exchange the amounts are in PLN.
    A loss on one row takes nothing from the others; tax is rounded half up per rate.
    """
    rows = [row for row in document["positions"] if row["vat_rate"] == MARGIN]
    if not is_margin_sale(document) or not _add_up(document, rows):
        return None
    found: dict[str, list[tuple[int, int, int]]] = {}
    for row in rows:
        amounts = _amounts(row, exchange_rate)
        if amounts is None:
            return None
        found.setdefault(row.get("margin_rate") or USUAL_RATE, []).append(amounts)
    return [_taxed(rate, *map(sum, zip(*each, strict=True))) for rate, each in found.items()]


def margin_sums(document: Document) -> list[Sum] | None:
    """The margin without its tax, and the tax, by rate, in grosze; None as for `margins`."""
    found = margins(document, document["exchange_rate"])
    return None if found is None else [Sum(each.rate, each.net, each.vat) for each in found]


def _add_up(document: Document, rows: list[Position]) -> bool:
    sums = [row["gross"] for row in document["vat_summary"] if row["rate"] == MARGIN]
    written = sum(_sign(row) * hundredths(row["gross"] or "0.00") for row in rows)
    return bool(rows) and written == sum(map(hundredths, sums))


def _sign(row: Position) -> int:
    """A row as it was before a correction is taken away."""
    return -1 if row["before"] else 1


def _amounts(row: Position, exchange_rate: str | None) -> tuple[int, int, int] | None:
    """Sold for, bought for and earned with the row."""
    price, gross = row.get("purchase_price"), row["gross"]
    quantity = Decimal(row["quantity"] or 1)
    if price is None or gross is None or Decimal(gross) * quantity < 0:
        return None
    cost = (Decimal(price) * quantity).quantize(_CENT, ROUND_HALF_UP)
    sold, bought = pln(gross, exchange_rate), pln(f"{cost:f}", exchange_rate)
    earned = min(0, sold - bought) if quantity < 0 else max(0, sold - bought)
    sign = _sign(row)
    return sign * sold, sign * bought, sign * earned


def _taxed(rate: str, sold: int, bought: int, earned: int) -> Margin:
    tax = half_up(earned * int(rate), 100 + int(rate))
    return Margin(rate, sold, bought, earned - tax, tax)
