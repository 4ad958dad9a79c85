"""The sums of a document: per VAT rate, and of all.

Two strategies, both common in Poland, which may differ by some grosze: `per_position` adds up
the VAT of the rows, `per_sum` takes the VAT of each rate's sum (VAT act, art. 106e ust. 1
pkt 14 allows either). The document names the one it was computed by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.accounts.documents.computing.amounts import (
    Base,
    Split,
    half_up,
    money,
    split,
    times,
)
from services.accounts.documents.computing.rows import Row, position_of
from shared.contracts.document import VAT_RATES, Position, VatSum

Strategy = Literal["per_position", "per_sum"]

NOTHING = Split(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Amounts:
    """All of a document that is computed; amounts as strings with two places."""

    positions: list[Position]
    vat_summary: list[VatSum]
    net: str
    vat: str
    gross: str


def amounts_of(
    rows: Sequence[Row],
    *,
    strategy: Strategy,
    exchange_rate: Decimal | None = None,
    others: Sequence[Position] = (),
) -> Amounts:
    """Positions and sums of `rows`, which all have the same base.

    In a correction the sums are those of its rows after it less those before it. `others` are
    then the rows of the corrected document that stay: the VAT of a sum is rounded with them,
    so that document and correction together are what the document should have been.
    `exchange_rate` is PLN for one unit of the currency, None for PLN.
    """
    positions = [position_of(row, no) for no, row in enumerate(rows, 1)]
    base: Base = rows[0].base if rows else "net"
    after = [p for p in positions if not p["before"]]
    before = [p for p in positions if p["before"]]
    sums = _sums([*after, *others], base, strategy)
    if before or others:
        sums = _less(sums, _sums([*before, *others], base, strategy))
    total = _total(sums.values())
    summary = [_written(rate, sums[rate], exchange_rate) for rate in VAT_RATES if rate in sums]
    kept = {position["vat_rate"] for position in positions}
    summary = [each for each in summary if each["rate"] in kept]
    return Amounts(positions, summary, money(total.net), money(total.vat), money(total.gross))


def vat_in_pln(vat: Decimal, exchange_rate: Decimal | None) -> str | None:
    """The VAT in PLN, rounded half-up; None without a rate of exchange."""
    return None if exchange_rate is None else money(half_up(times(vat, exchange_rate)))


def _sums(positions: Iterable[Position], base: Base, strategy: Strategy) -> dict[str | None, Split]:
    sums: dict[str | None, Split] = {}
    for position in positions:
        rate = position["vat_rate"]
        sums[rate] = _added(sums.get(rate, NOTHING), _amounts(position))
    if strategy == "per_position":
        return sums
    return {rate: split(getattr(each, base), rate, base) for rate, each in sums.items()}


def _less(sums: dict[str | None, Split], taken: dict[str | None, Split]) -> dict[str | None, Split]:
    rates = dict.fromkeys([*sums, *taken])
    return {
        rate: Split(
            *(a - b for a, b in zip(sums.get(rate, NOTHING), taken.get(rate, NOTHING), strict=True))
        )
        for rate in rates
    }


def _amounts(position: Position) -> Split:
    """The amounts of a row; of one that an e-invoice left some out, what follows from the rest."""
    rate, net, gross = position["vat_rate"], position["net"], position["gross"]
    if net is not None and position["vat"] is not None and gross is not None:
        return Split(Decimal(net), Decimal(position["vat"]), Decimal(gross))
    if net is not None:
        return split(Decimal(net), rate, "net")
    return split(Decimal(gross or 0), rate, "gross")


def _added(one: Split, other: Split) -> Split:
    return Split(one.net + other.net, one.vat + other.vat, one.gross + other.gross)


def _total(sums: Iterable[Split]) -> Split:
    total = NOTHING
    for each in sums:
        total = _added(total, each)
    return total


def _written(rate: str, amounts: Split, exchange_rate: Decimal | None) -> VatSum:
    return VatSum(
        rate=rate,
        net=money(amounts.net),
        vat=money(amounts.vat),
        gross=money(amounts.gross),
        vat_pln=vat_in_pln(amounts.vat, exchange_rate),
    )
