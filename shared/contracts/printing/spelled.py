"""An amount of money in words, in Polish and in English."""

from collections.abc import Sequence
from typing import NamedTuple


class _Language(NamedTuple):
    """Its numbers below twenty, its tens and hundreds, and the names of thousands and on."""

    small: Sequence[str]
    tens: Sequence[str]
    hundreds: Sequence[str]
    groups: Sequence[tuple[str, str, str]]
    between: str


# fmt: off
_POLISH = _Language(
    small=(
        "zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem",
        "dziewięć", "dziesięć", "jedenaście", "dwanaście", "trzynaście", "czternaście",
        "piętnaście", "szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście",
    ),
    tens=(
        "–", "–", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt",
        "sześćdziesiąt", "siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt",
    ),
    hundreds=(
        "–", "sto", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset",
        "osiemset", "dziewięćset",
    ),
    groups=(
        ("", "", ""),
        ("tysiąc", "tysiące", "tysięcy"),
        ("milion", "miliony", "milionów"),
        ("miliard", "miliardy", "miliardów"),
        ("bilion", "biliony", "bilionów"),
    ),
    between=" ",
)
_ENGLISH = _Language(
    small=(
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ),
    tens=(
        "–", "–", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
        "ninety",
    ),
    hundreds=[
        f"{each} hundred"
        for each in ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    ],
    groups=[(each,) * 3 for each in ("", "thousand", "million", "billion", "trillion")],
    between="-",
)
# fmt: on
_ZLOTY = ("złoty", "złote", "złotych")


def spelled(amount: str, currency: str, language: str) -> str:
    """`"1234.50"` in PLN as `jeden tysiąc dwieście trzydzieści cztery złote 50/100`.

    For amounts with two places, below 10 to the 15th.
    """
    whole, _, hundredths = amount.removeprefix("-").partition(".")
    number = int(whole)
    unit = _ZLOTY[_form(number)] if (currency, language) == ("PLN", "pl") else currency
    sign = "minus " if amount.startswith("-") else ""
    return f"{sign}{in_words(number, language)} {unit} {hundredths or '00'}/100"


def in_words(number: int, language: str) -> str:
    """A number from 0 to below 10 to the 15th, in `pl` or `en`."""
    words = _POLISH if language == "pl" else _ENGLISH
    told: list[str] = []
    for names in words.groups:
        number, group = divmod(number, 1000)
        if group:
            told.insert(0, f"{_below_thousand(group, words)} {names[_form(group)]}".strip())
    return " ".join(told) or words.small[0]


def _below_thousand(number: int, words: _Language) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    told = [words.hundreds[hundreds]] if hundreds else []
    if rest < len(words.small):
        told += [words.small[rest]] if rest else []
    else:
        told.append(words.between.join([words.tens[tens], *([words.small[ones]] if ones else [])]))
    return " ".join(told)


def _form(number: int) -> int:
    """Which of the three Polish forms goes with the number."""
    if number == 1:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
