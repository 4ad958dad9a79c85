"""The countries from which a firm's form chooses."""

from functools import cache

from babel import Locale

from shared.pages.words import locale


def countries() -> list[tuple[str, str]]:
    """Codes and names in the reader's language, Poland first."""
    return _named(locale())


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
