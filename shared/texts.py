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


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a text about a number, for one and for many; Polish has three forms for it."""
    return one, many


def say(text: str, language: str, facts: Mapping[str, Any] | None = None) -> str:
    """`text` in `language`, filled in with `facts`; in English where no translation is."""
    if language == "pl":
        text = polish().get(text, text)
    return text % facts if facts else text


def say_many(
    text: tuple[str, str], count: int, language: str, facts: Mapping[str, Any] | None = None
) -> str:
    """The form of `text` that goes with `count`, which also fills in `%(count)s`."""
    forms: tuple[str, ...] = text
    form = 0 if count == 1 else 1
    if language == "pl" and text in polish_forms():
        forms, form = polish_forms()[text], _polish_form(count)
    return forms[form] % ({"count": count} | dict(facts or {}))


@cache
def polish() -> dict[str, str]:
    """The Polish texts of all services that are installed here, by their English ones."""
    return {str(m.id): str(m.string) for m in _messages() if isinstance(m.id, str)}


@cache
def polish_forms() -> dict[tuple[str, str], tuple[str, ...]]:
    """The three Polish forms of texts about a number, by the two English ones."""
    plural = [m for m in _messages() if not isinstance(m.id, str)]
    return {(str(m.id[0]), str(m.id[1])): tuple(str(s) for s in m.string) for m in plural}


def _messages() -> list[Any]:
    root = Path(__file__).parent.parent
    found: list[Any] = []
    for path in sorted(root.glob("s*/**/translations/pl.po")):
        with path.open("rb") as file:
            found += [m for m in read_po(file, locale="pl") if m.id and m.string]
    return found


def _polish_form(count: int) -> int:
    """0 for 1 firma, 1 for 2, 3, 4, 22 … firmy, 2 for 0, 5 … 21 firm."""
    if count == 1:
        return 0
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return 1 if few else 2
