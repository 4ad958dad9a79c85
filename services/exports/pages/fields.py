"""Options and settings of a format as the fields of a form, by their schema."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.exports.formats.schema import MONEY, Schema
from services.exports.pages.choices import HINTS, LABELS, rate_word, word_of
from shared.texts import say
from shared.web.problems import language

SPARE = 3
"""Empty rows for names that a map does not hold yet."""


@dataclass(frozen=True)
class Field:
    """One field, in the reader's language.

    `choices` are pairs of a value and its word; `rows` are those of a map.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    example: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    has_default: bool = False
    rows: list[tuple[str, str]] | None = None
    named: bool = False  # The names of the map's rows are given.
    words: dict[str, str] = field(default_factory=dict)  # What these names are called.

    @property
    def filled(self) -> int:
        """How many rows of a map hold something."""
        return sum(bool(value) for _, value in self.rows or ())


def fields_of(schema: Schema, values: Mapping[str, Any]) -> list[Field]:
    """The fields in the schema's order, with `values` and the defaults of the rest."""
    return [_field(name, rule, values) for name, rule in schema["properties"].items()]


def said(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of a value and its word, the words in the reader's language."""
    return [(value, say_here(word)) for value, word in pairs]


def _field(name: str, rule: Schema, values: Mapping[str, Any]) -> Field:
    value = values.get(name, rule.get("default"))
    label = say_here(LABELS.get(name, str(rule["title"])))
    if rule["type"] == "object":
        return _map(name, label, rule, value or {})
    return Field(
        name=name,
        label=label,
        value=_written(rule, value or ""),
        hint=say_here(HINTS[name]) if name in HINTS else "",
        example=_written(rule, next(iter(rule.get("examples", [])), "")),
        choices=_choices(name, rule),
        has_default="default" in rule,
    )


def _written(rule: Schema, text: str) -> str:
    """An amount as people write it here, anything else as it is."""
    is_money = rule.get("pattern") == MONEY
    return text.replace(".", ",") if is_money and language() == "pl" else text


def _map(name: str, label: str, rule: Schema, value: Mapping[str, str]) -> Field:
    names = rule.get("propertyNames", {}).get("enum")
    rows = [(each, value.get(each, "")) for each in names or sorted(value)]
    spare = [] if names else [("", "")] * SPARE
    choices = _choices(name, rule["additionalProperties"])
    words = {each: say_here(rate_word(each)) for each in names or ()}
    return Field(name, label, choices=choices, rows=rows + spare, named=bool(names), words=words)


def _choices(name: str, rule: Schema) -> list[tuple[str, str]]:
    return said((value, word_of(name, value)) for value in rule.get("enum", []))


def say_here(text: str) -> str:
    """In the reader's language."""
    return say(text, language())
