"""Queries of lists as a page's filters send them: what is left empty is not asked for."""

from typing import Any

from marshmallow import Schema, pre_load


def lenient(schema: type[Schema], **changed: Any) -> type[Schema]:
    """The API's query with some fields changed, for a form that sends all its fields."""

    def drop_empty(_: Schema, data: Any, **__: Any) -> dict[str, Any]:
        return {name: data[name] for name in data if data[name] not in ("", None)}

    name = schema.__name__.removesuffix("Query") + "Filters"
    return type(name, (schema,), {"drop_empty": pre_load(drop_empty), **changed})
