"""Texts for people, in Polish and English, through one catalogue.

Code holds the English text as message id, marked with `N_`; `translations/pl.po` beside it
holds the Polish one. A text's facts fill in its `%(name)s` places after translation.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LANGUAGES = ("en", "pl")


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for this.
    """Mark `text` as one that people read; it is translated where it is shown."""
    return text


def say(text: str, language: str, facts: Mapping[str, Any] | None = None) -> str:
    """`text` in `language`, filled in with `facts`; in English where no translation is."""
    if language == "pl":
        text = polish().get(text, text)
    return text % facts if facts else text


@cache
def polish() -> dict[str, str]:
    """The Polish texts of all services that are installed here, by their English ones."""
    root = Path(__file__).parent.parent
    texts: dict[str, str] = {}
    for path in sorted(root.glob("s*/**/translations/pl.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="pl")
        texts |= {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    return texts
