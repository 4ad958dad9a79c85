"""Lists with cursors: stable while rows come and go, as fast on page 100 as on page 1."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from marshmallow import EXCLUDE, Schema, fields, validate
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.errors import Invalid
from shared.texts import N_

Row = TypeVar("Row")
Column = InstrumentedAttribute[Any]


class ListQuery(Schema):
    """The query parameters of every list; a list's own filters are added in a subclass."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, allow_none=True)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page; `next` is the cursor of the page after it, None on the last."""

    items: Sequence[Row]
    next: str | None


def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a list of `item`."""
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
    }
    name = item.__name__.removesuffix("View") + "Page"
    meta = type("Meta", (), {"unknown": EXCLUDE})
    return type(name, (Schema,), {**members, "Meta": meta})


def paginate(
    session: Session,
    query: Select[Any],
    by: Sequence[Column],
    *,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Page[Row]:
    """One page of `query`, ordered by the columns `by`, of which the last is unique.

    The cursor holds the last row's values of `by`: strings, integers, dates or times. Raises
    Invalid on a cursor that this list did not give.
    """
    found = window(query, by, limit=limit, cursor=cursor, descending=descending)
    return _cut(session.scalars(found).all(), by, limit)


def paginate_rows(
    session: Session,
    query: Select[Any],
    by: Sequence[Any],
    *,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Page[Any]:
    """The same for a query of columns, of which `by` are some: its items are rows."""
    found = window(query, by, limit=limit, cursor=cursor, descending=descending)
    return _cut(session.execute(found).all(), by, limit)


def window(
    query: Select[Any],
    by: Sequence[Any],
    *,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Select[Any]:
    """`query` cut down to the rows of a page and the one that follows it, in their order.

    A list over several tables cuts each of them so, before it puts them together.
    """
    order = [column.desc() if descending else column.asc() for column in by]
    if cursor is not None:
        query = query.where(_after(by, _decoded(cursor, by), descending=descending))
    return query.order_by(*order).limit(limit + 1)


def mapped(page: Page[Row], view: Callable[[Row], Any]) -> Page[Any]:
    """The same page with each row seen through `view`."""
    return Page([view(row) for row in page.items], page.next)


def _cut(rows: Sequence[Any], by: Sequence[Any], limit: int) -> Page[Any]:
    """The rows of a page, of which one more than it holds was asked for."""
    page = rows[:limit]
    more = len(rows) > limit
    return Page(page, _encoded([getattr(page[-1], c.key) for c in by]) if more else None)


def _after(by: Sequence[Any], values: list[Any], *, descending: bool) -> Any:
    here = tuple_(*by)
    last = tuple_(*(literal(v, c.type) for v, c in zip(values, by, strict=True)))
    return here < last if descending else here > last


def _encoded(values: list[Any]) -> str:
    native = [v.isoformat() if isinstance(v, date) else v for v in values]
    text = json.dumps(native, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(cursor: str, by: Sequence[Any]) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        return [_typed(v, c.type.python_type) for v, c in zip(values, by, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        pointer = {"pointer": "/cursor", "detail": N_("This list did not give this cursor.")}
        raise Invalid(N_("The cursor is not one of this list."), errors=[pointer]) from error


def _typed(value: Any, kind: type) -> Any:
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value
