"""The small part of JSON Schema that options and settings use: what it refuses, what it fills in.

Objects of strings: `properties` with `enum`, `minLength`, `maxLength`, `pattern`, `default`,
and maps whose keys `propertyNames` lists. Unknown fields are always refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.texts import N_

Schema = Mapping[str, Any]
Fault = tuple[str, str]
"""A JSON pointer into the value, and what is wrong there."""

MONEY = r"^\d{1,13}\.\d\d$"
"""The `pattern` of an amount."""

NOTHING: Schema = {"type": "object", "properties": {}, "additionalProperties": False}


def faults(schema: Schema, value: Any, pointer: str = "") -> Iterator[Fault]:
    """All that `schema` refuses in `value`; nothing where it fits."""
    if schema["type"] == "object":
        yield from _object_faults(schema, value, pointer)
    elif not isinstance(value, str):
        yield pointer, N_("It is not a string.")
    else:
        yield from ((pointer, text) for broken, text in _STRING_RULES if broken(schema, value))


def with_defaults(schema: Schema, value: Mapping[str, Any]) -> dict[str, Any]:
    """`value`, and the schema's defaults for what it does not hold."""
    defaults = {
        name: each["default"] for name, each in schema["properties"].items() if "default" in each
    }
    return defaults | dict(value)


def _object_faults(schema: Schema, value: Any, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield pointer, N_("It is not an object.")
        return
    others = schema.get("additionalProperties") or None
    names = schema.get("propertyNames", {}).get("enum")
    for name, each in value.items():
        rule = schema.get("properties", {}).get(name, others)
        place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if rule is None or (names is not None and name not in names):
            yield place, N_("There is no such field.")
        elif not name.strip():
            yield place, N_("It has no name.")
        else:
            yield from faults(rule, each, place)


_STRING_RULES: tuple[tuple[Callable[[Schema, str], bool], str], ...] = (
    (lambda rule, text: text not in rule.get("enum", [text]), N_("It is none of the choices.")),
    (lambda rule, text: len(text) < rule.get("minLength", 0), N_("It is empty.")),
    (lambda rule, text: len(text) > rule.get("maxLength", len(text)), N_("It is too long.")),
    (
        lambda rule, text: not re.search(rule.get("pattern", ""), text),
        N_("It has another form than it should."),
    ),
)
