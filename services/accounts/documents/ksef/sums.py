"""Sums of an e-invoice per VAT rate (`P_13_*`, `P_14_*`), as it states them.

The base rates of today and yesterday share a sum (23 and 22, 8 and 7, 4 and 3). The rows tell
which it is. Where they name both, the sum is split by the rows if these add up to it; where
that fails, or no row tells, the sum goes whole to the rate that its VAT fits best.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from services.accounts.documents.ksef.node import Node
from services.accounts.documents.ksef.rates import Group, summed_groups
from services.accounts.documents.ksef.rows import CENT, money
from shared.contracts.document import Position, VatSum


class Amounts(NamedTuple):
    """The net and VAT of one rate; `vat_pln` where the invoice says it."""

    net: Decimal
    vat: Decimal
    vat_pln: Decimal | None


def vat_summary_of(fa: Node, positions: Iterable[Position]) -> list[VatSum]:
    """The sums, one per rate, in the order of the structure; `vat_pln` in foreign currency only.

    A margin sale, whose VAT the invoice does not tell, is all net.
    """
    foreign = fa.text("KodWaluty") != "PLN"
    nets = _nets_by_rate(positions)
    sums: dict[str, Amounts] = {}
    for group in summed_groups(fa):
        for rate, amounts in _sums_of(fa, group, nets):
            sums[rate] = _added(sums[rate], amounts) if rate in sums else amounts
    return [_written(rate, amounts, foreign=foreign) for rate, amounts in sums.items()]


def totals_of(summary: list[VatSum]) -> tuple[Decimal, Decimal]:
    """Net and VAT of all rates together."""
    net = sum((Decimal(each["net"]) for each in summary), Decimal(0))
    vat = sum((Decimal(each["vat"]) for each in summary), Decimal(0))
    return net, vat


def _sums_of(fa: Node, group: Group, nets: dict[str, Decimal]) -> Iterator[tuple[str, Amounts]]:
    net = fa.decimal(group.net) or Decimal(0)
    vat, vat_pln = _vat_of(fa, group)
    named = [rate for rate in group.rates if rate in nets]
    if len(named) > 1 and sum(nets[rate] for rate in named) == net:
        yield from _split(net, vat, {rate: nets[rate] for rate in named})
        return
    best = min(group.rates, key=lambda rate: abs(vat - _vat_at(rate, net)))
    yield named[0] if len(named) == 1 else best, Amounts(net, vat, vat_pln)


def _vat_of(fa: Node, group: Group) -> tuple[Decimal, Decimal | None]:
    if group.vat is None:
        return Decimal(0), Decimal(0)
    return fa.decimal(group.vat) or Decimal(0), fa.decimal(f"{group.vat}W")


def _split(net: Decimal, vat: Decimal, nets: dict[str, Decimal]) -> Iterator[tuple[str, Amounts]]:
    """Each rate with the net of its rows and the VAT of that; the first takes what is left.

    The VAT in PLN of such a sum is not told for each rate, and stays unsaid.
    """
    first, *others = nets
    for rate in others:
        part = _vat_at(rate, nets[rate])
        net, vat = net - nets[rate], vat - part
        yield rate, Amounts(nets[rate], part, None)
    yield first, Amounts(net, vat, None)


def _vat_at(rate: str, net: Decimal) -> Decimal:
    """VAT of `net` at `rate` per cent, rounded half-up; a rate in words has none."""
    per_cent = Decimal(rate) if rate.isdecimal() else Decimal(0)
    return (net * per_cent / 100).quantize(CENT, ROUND_HALF_UP)


def _nets_by_rate(positions: Iterable[Position]) -> dict[str, Decimal]:
    """The net of the rows of each rate, less that of the rows before a correction."""
    nets: dict[str, Decimal] = {}
    for position in positions:
        if position["vat_rate"] is not None:
            net = Decimal(position["net"] or 0)
            signed = -net if position["before"] else net
            nets[position["vat_rate"]] = nets.get(position["vat_rate"], Decimal(0)) + signed
    return nets


def _added(one: Amounts, other: Amounts) -> Amounts:
    known = one.vat_pln is not None and other.vat_pln is not None
    vat_pln = (one.vat_pln or 0) + (other.vat_pln or Decimal(0)) if known else None
    return Amounts(one.net + other.net, one.vat + other.vat, vat_pln)


def _written(rate: str, amounts: Amounts, *, foreign: bool) -> VatSum:
    known = foreign and amounts.vat_pln is not None
    return VatSum(
        rate=rate,
        net=money(amounts.net),
        vat=money(amounts.vat),
        gross=money(amounts.net + amounts.vat),
        vat_pln=money(amounts.vat_pln) if known and amounts.vat_pln is not None else None,
    )
