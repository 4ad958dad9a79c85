"""Money and numbers, exact: whole hundredths in, decimal text with a dot out.

Money is an integer of hundredths of its currency (grosze, cents). All rounding is half up,
away from zero, so that a correction rounds like the document that it corrects.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_MONEY = re.compile(r"-?\d+\.\d\d", re.ASCII).fullmatch
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII).fullmatch


@lru_cache(maxsize=4096)
def hundredths(text: str) -> int:
    """`"-123.45"` as -12345. ValueError where it is not money as documents carry it."""
    if not _MONEY(text):
        raise ValueError(f"not an amount of money: {text!r}")
    return int(text.replace(".", ""))


@lru_cache(maxsize=4096)
def money(amount: int) -> str:
    """12345 as `"123.45"`."""
    if amount < 0:
        return f"-{-amount // 100}.{-amount % 100:02d}"
    return f"{amount // 100}.{amount % 100:02d}"


def in_pln(amount: int, exchange_rate: str) -> int:
    """Hundredths of a currency as grosze, at a rate in PLN for one unit of it."""
    units, scale = _scaled(exchange_rate)
    return half_up(amount * units, scale)


def half_up(dividend: int, divisor: int) -> int:
    """The quotient as a whole number, halves away from zero."""
    whole = (2 * abs(dividend) + divisor) // (2 * divisor)
    return whole if dividend >= 0 else -whole


@lru_cache(maxsize=1024)
def _scaled(number: str) -> tuple[int, int]:
    """`"4.2345"` as (42345, 10000)."""
    if not _NUMBER(number):
        raise ValueError(f"not a number: {number!r}")
    whole, _, fraction = number.partition(".")
    return int(whole + fraction), int(10 ** len(fraction))


@lru_cache(maxsize=4096)
def within(number: str, places: int) -> tuple[str, bool]:
    """`number` with at most `places` decimal places, and whether that is the same number."""
    if not _NUMBER(number):
        raise ValueError(f"not a number: {number!r}")
    whole, dot, fraction = number.partition(".")
    if len(fraction) <= places:
        return number, True
    if not fraction[places:].strip("0"):
        return f"{whole}{dot}{fraction[:places]}", True
    return f"{Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}", False


def opposite(number: str) -> str:
    """The number with the other sign; zero stays as it is."""
    if number.startswith("-"):
        return number[1:]
    return f"-{number}" if number.strip("0.") else number
