"""Single amounts: rounding to the grosz, the VAT in and on an amount, how they are written."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, NamedTuple

Base = Literal["net", "gross"]

CENT = Decimal("0.01")
PRICE = Decimal("0.0001")
HUNDRED = Decimal(100)

# A price of 12 + 8 digits times a quantity of 12 + 6 must stay exact until it is rounded.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class Split(NamedTuple):
    """One amount of money as net, VAT and gross; gross is always net + VAT."""

    net: Decimal
    vat: Decimal
    gross: Decimal


def half_up(amount: Decimal, step: Decimal = CENT) -> Decimal:
    """`amount` rounded to `step`, halves away from zero; never a negative zero."""
    return EXACT.quantize(amount, step) + 0


def times(one: Decimal, other: Decimal) -> Decimal:
    """The exact product."""
    return EXACT.multiply(one, other)


def per_cent(rate: str | None) -> Decimal:
    """The per cent of a VAT rate; a rate in words (`zw`, `0 WDT`, `margin`) has none."""
    return Decimal(rate) if rate and rate.isdecimal() else Decimal(0)


def split(amount: Decimal, rate: str | None, base: Base) -> Split:
    """`amount`, which is net or gross, with the VAT of `rate` on or in it.

    Source: VAT act, art. 106e ust. 7 (VAT in a gross amount: gross × rate / (100 + rate)).
    """
    share = per_cent(rate)
    if base == "net":
        vat = half_up(EXACT.divide(times(amount, share), HUNDRED))
        return Split(amount, vat, amount + vat)
    vat = half_up(EXACT.divide(times(amount, share), HUNDRED + share))
    return Split(amount - vat, vat, amount)


def money(amount: Decimal) -> str:
    """`amount` with two places, such as `-1.50`."""
    return f"{half_up(amount):.2f}"


def plain(number: Decimal) -> str:
    """A quantity without zeros at its end, such as `1.5`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def price(number: Decimal) -> str:
    """A price with two places, or as many more as it has."""
    text = plain(number)
    places = len(text.partition(".")[2])
    return text if places > 2 else f"{number:.2f}"
