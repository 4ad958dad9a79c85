"""The countries from which a firm's form chooses."""

from collections.abc import Collection
from functools import cache

from babel import Locale

from shared.pages.words import locale


def countries(codes: Collection[str] | None = None) -> list[tuple[str, str]]:
    """These, or all, by code and by name in the reader's language; Poland first."""
    return [each for each in _named(locale()) if codes is None or each[0] in codes]


@cache
def _named(name: str) -> list[tuple[str, str]]:
    territories = Locale.parse(name).territories
    found = {code: said for code, said in territories.items() if len(code) == 2 and code.isalpha()}
    found = {code: said for code, said in found.items() if code not in NO_COUNTRIES}
    return sorted(found.items(), key=lambda pair: (pair[0] != "PL", pair[1].translate(IN_ORDER)))


IN_ORDER = str.maketrans(
    {letter: f"{plain}~" for letter, plain in zip("ćłńśźżŁŚŻ", "clnszzLSZ", strict=True)}
)
"""Polish letters stand behind those that they look like."""

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes that stand for several countries, or for none."""
