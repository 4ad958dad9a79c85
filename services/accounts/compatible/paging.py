"""Pages by number. The pages before are skipped in an index; only the page itself is read."""

from typing import Any, TypeVar

from flask import request
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.accounts.compatible.asking import Asked
from services.accounts.compatible.values import wrong
from shared.texts import N_

Row = TypeVar("Row")

USUAL, MOST = 25, 100  # rows a page
LAST_PAGE = 1_000_000
NOT_A_PAGE = N_("It is not a number of a page.")


def page_of(
    session: Session,
    query: Select[Row],
    key: InstrumentedAttribute[str],
    *order: Any,
    options: tuple[Any, ...] = (),
) -> list[Row]:
    """The page that the request asks for; `key` is the primary key, `order` makes one order."""
    size = min(_whole("per_page", USUAL), MOST)
    skipped = (_whole("page", 1) - 1) * size
    ids = query.with_only_columns(key).order_by(*order).limit(size).offset(skipped).subquery()
    entity = query.column_descriptions[0]["entity"]
    whole = select(entity).where(key.in_(select(ids.c[0]))).order_by(*order).options(*options)
    return list(session.scalars(whole))


def ids_in(asked: Asked, name: str) -> list[int] | None:
    """Integer ids of a parameter, parted by commas; None where it is missing."""
    text = asked.parameters.get(name)
    if text is None:
        return None
    return [int(part) for part in text.split(",") if part.strip().isdecimal() and len(part) < 19]


def _whole(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:8]) <= LAST_PAGE:
        raise wrong(name, NOT_A_PAGE)
    return int(text[:8])
