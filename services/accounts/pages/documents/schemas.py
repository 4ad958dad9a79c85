"""What the list of documents is asked for."""

from calendar import monthrange
from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate

from services.accounts.documents.kinds import KINDS
from services.accounts.documents.listing import SIDES, Wanted
from shared.pages.queries import lenient
from shared.texts import N_
from shared.web.fields import Text

MONTH = r"(19|20|21)\d\d-(0[1-9]|1[0-2])$"
A_MONTH = N_("Write a month as 2026-03.")


class ListQuery(Schema):
    side = fields.String(load_default="sales", validate=validate.OneOf(SIDES))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    month = fields.String(load_default=None, validate=validate.Regexp(MONTH, error=A_MONTH))
    q = Text(most=200, load_default=None)
    cursor = fields.String(load_default=None)


ListFilters = lenient(ListQuery)


def wanted_of(query: dict[str, Any]) -> Wanted:
    """The documents that the filters ask for."""
    first, last = _days_of(query["month"])
    asked = {name: query[name] for name in ("side", "kind", "q")}
    return Wanted(first=first, last=last, **asked)


def _days_of(month: str | None) -> tuple[date, date] | tuple[None, None]:
    if month is None:
        return None, None
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])
