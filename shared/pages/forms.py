"""Reading a form by a schema, the same ones by which the API reads JSON."""

from collections.abc import Callable
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from shared.pages.sealing import KEY, SEAL
from shared.texts import N_

CONTRADICTION = N_("Two fields of the form have names that contradict one another.")


def read_form(
    schema: Callable[..., Schema], form: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The form that was sent (or `form`), by `schema`; raises marshmallow's ValidationError.

    A field's name is its JSON pointer without the first slash, such as `company/name`. What was
    left empty counts as not given.
    """
    reader = schema(unknown=EXCLUDE)
    given = request.form if form is None else form
    return dict(reader.load(_nested(given, reader)))


def _nested(form: MultiDict[str, str], reader: Schema) -> dict[str, Any]:
    lists = {f.data_key or name for name, f in reader.fields.items() if _is_list(f)}
    found: dict[str, Any] = {}
    for name, values in form.lists():
        given = [value for value in values if value.strip()]
        if name in (SEAL, KEY) or not given:
            continue
        _put(found, name.split("/"), given if name in lists else given[-1])
    return {name: _numbered(value) for name, value in found.items()}


def _put(place: Any, path: list[str], value: Any) -> None:
    for part in path[:-1]:
        place = place.setdefault(part, {})
        if not isinstance(place, dict):
            raise ValidationError(CONTRADICTION)
    if isinstance(place.get(path[-1]), dict):
        raise ValidationError(CONTRADICTION)
    place[path[-1]] = value


def _is_list(field: fields.Field[Any]) -> bool:
    return isinstance(field, fields.List) and not isinstance(field.inner, fields.Nested)


def _numbered(value: Any) -> Any:
    """Where all names are numbers it is a list, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    inner = {name: _numbered(each) for name, each in value.items()}
    if all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
