"""JSON of a bureau's figures."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.bureau.days import last_month, month_of, today
from services.bureau.months.schemas import MONTH
from shared.texts import N_

MOST = 60  # months
USUAL = 12  # months

NO_MONTH = N_("It is not a month such as 2026-11.")
BACKWARDS = N_("It ends before it begins.")
TOO_LONG = N_("Ask for five years at most.")

is_a_month = validate.Regexp(MONTH.pattern + r"\Z", error=NO_MONTH)


class FiguresQuery(Schema):
    """From which month to which; the last twelve unless they are named."""

    first = fields.String(data_key="from", validate=is_a_month)
    last = fields.String(data_key="to", validate=is_a_month)

    @post_load
    def _fill_in(self, query: dict[str, str], **_: Any) -> dict[str, str]:
        last = query.get("last", month_of(today()))
        first = query.get("first") or _before(last, USUAL - 1)
        if first > last:
            raise ValidationError({"to": [BACKWARDS]})
        if first < _before(last, MOST - 1):
            raise ValidationError({"from": [TOO_LONG]})
        return {"first": first, "last": last}


class ClientCountView(Schema):
    """How many clients were in each state at the end of the month."""

    linked = fields.Integer(required=True)
    active = fields.Integer(required=True)
    handed_over = fields.Integer(required=True)


class CountView(Schema):
    sales = fields.Integer(required=True)
    costs = fields.Integer(required=True)


class MonthFiguresView(Schema):
    month = fields.String(required=True)
    clients = fields.Nested(ClientCountView, required=True)
    documents = fields.Nested(CountView, required=True)
    exports = fields.Integer(required=True)
    seats = fields.Integer(required=True, metadata={"description": "In use at its end."})


class FiguresView(Schema):
    items = fields.List(fields.Nested(MonthFiguresView), required=True)


def _before(month: str, months: int) -> str:
    """The month that is so many months before."""
    for _ in range(months):
        month = last_month(month)
    return month
