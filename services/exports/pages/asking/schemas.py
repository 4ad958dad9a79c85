"""The forms of a new export: the API's own body, filled in by hand."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

from services.exports.jobs.schemas import ExportBody
from services.exports.pages.asking.periods import RANGE, days_of
from shared.pages.queries import lenient
from shared.texts import N_
from shared.web.fields import Text

NO_SPAN = N_("Choose a month, a quarter, a year, or two days.")


def _is_span(span: str) -> None:
    if span != RANGE and days_of(span) is None:
        raise ValidationError(NO_SPAN)


class AskedForm(ExportBody):
    """What is asked for; the firms are told in one of four ways, the period in one of two."""

    who = fields.String(load_default="own", validate=validate.OneOf(["own", "all", "some", "list"]))
    accounts = fields.List(Text(most=63), load_default=list)
    listed = fields.String(load_default="", validate=validate.Length(max=100_000))
    span = fields.String(load_default=RANGE, validate=_is_span)
    mark_booked = fields.Boolean(load_default=False, truthy={"true"}, falsy={""})

    @pre_load
    def take_days(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A month, quarter or year is the period of its days."""
        days = days_of(str(data.get("span", RANGE)))
        period = _as_period(*days) if days else data.get("period", {})
        return data | {"period": period}


class NewQuery(Schema):
    """What a new export begins with: some clients, a period, a format, or an earlier export."""

    client = fields.List(Text(most=63), load_default=list)
    span = fields.String(load_default=None, allow_none=True)
    format = fields.String(load_default=None, allow_none=True)
    like = fields.String(load_default=None, allow_none=True)


NewFilters = lenient(NewQuery)


def _as_period(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat()}
