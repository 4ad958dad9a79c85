"""What people type into forms, as schemas of the API read it."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, pre_load

from shared.web.fields import Money

SPACES = re.compile(r"\s")
MARKS = {"true": True, "false": False}


def as_typed(schema: type[Schema], **changed: Any) -> type[Schema]:
    """The API's schema, some fields of it changed, for a form that people fill in.

    An amount may be written `1 234,50`, and what a checkbox sends is a mark.
    """

    def read(reader: Schema, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return _read(reader, data)

    name = re.sub("(Body)?$", "Form", schema.__name__, count=1)
    return type(name, (schema,), changed | {"read_as_typed": pre_load(read)})


def amount_in(text: str) -> str:
    """`text` as a decimal number with a dot, where it is one; spaces part thousands.

    Of dot and comma the last one parts the places, and a comma that is alone does.
    """
    bare = SPACES.sub("", text)
    if "," in bare and "." in bare:
        other = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(other, "")
    return bare.replace(",", ".").replace("−", "-")


def _read(reader: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(data)
    for name, field in reader.fields.items():
        key = field.data_key or name
        if key in given:
            given[key] = _value(field, given[key])
    return given


def _value(field: fields.Field[Any], value: Any) -> Any:
    if isinstance(field, Money) and isinstance(value, str):
        return amount_in(value)
    if isinstance(field, fields.Boolean):
        return MARKS.get(value, value) if isinstance(value, str) else value
    if isinstance(field, fields.Nested) and isinstance(value, Mapping):
        return _read(field.schema, value)
    if isinstance(field, fields.List) and isinstance(value, list):
        return [_value(field.inner, each) for each in value]
    return value
