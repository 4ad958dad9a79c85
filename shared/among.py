"""`IN` with one parameter: a list of a thousand values makes no statement of a thousand."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Text, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SHORT = 20  # values


def among(
    column: ColumnElement[str] | InstrumentedAttribute[str], values: Iterable[str]
) -> ColumnElement[bool]:
    """Whether the column of texts is one of `values`.

    A long list goes as one text of JSON that the database takes apart, where `column.in_(values)`
    would write each value into the statement. Of a short one the database knows by that how
    little it will find.
    """
    values = list(values)
    if len(values) <= SHORT:
        return column.in_(values)
    elements = _Elements(literal(json.dumps(values), Text)).table_valued("value")
    return column.in_(select(elements.c.value))


class _Elements(FunctionElement[Any]):
    """A table of the texts in a JSON array; its column is `value`."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements)
def _on_sqlite(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _on_postgresql(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"
