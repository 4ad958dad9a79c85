"""Names of countries in Polish, as Polish programs write them."""

from functools import lru_cache

from babel import Locale


@lru_cache(maxsize=512)
def polish_name(country: str) -> str:
    """Such as `Niemcy` for `DE`; a code that names no country stays as it is."""
    return str(Locale("pl").territories.get(country, country))
