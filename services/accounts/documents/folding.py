"""Texts as searches compare them."""

import unicodedata


def folded(text: str) -> str:
    """`text` in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
