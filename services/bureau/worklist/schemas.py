"""JSON of the working list, its filters, and the views that people keep."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.bureau.days import last_month, month_of, today
from services.bureau.months.schemas import MONTH, STATES
from services.bureau.served.schemas import NO_MONTH, OWNERSHIP
from services.bureau.served.schemas import ORDERS as CLIENT_ORDERS
from services.bureau.served.schemas import STATES as CLIENT_STATES
from services.bureau.worklist.actions import ORDERS
from services.bureau.worklist.deadlines import DAYS
from shared.web.fields import Moment, Text
from shared.web.lists import ListQuery


class Filters(Schema):
    """What the list is narrowed to; the month is the last one that is over, unless it is named."""

    month = fields.String(validate=validate.Regexp(MONTH.pattern + r"\Z", error=NO_MONTH))
    state = fields.String(validate=validate.OneOf(STATES))
    carer = Text(most=36, metadata={"description": "An id, or `nobody`."})
    assigned = Text(most=36, metadata={"description": "The id of one who looks after it."})
    tag = Text(most=40)
    client_state = fields.String(validate=validate.OneOf(["active", "handed_over"]))
    ownership = fields.String(validate=validate.OneOf(OWNERSHIP))
    documents = fields.Boolean(metadata={"description": "Whether the month has any."})
    changed = fields.Boolean(metadata={"description": "Changed after the last export."})
    q = Text(most=200)


class SummaryQuery(Filters):
    @post_load
    def _fill_in(self, query: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"month": last_month(month_of(today()))} | query


class WorkQuery(ListQuery, SummaryQuery):
    sort = fields.String(load_default="-score", validate=validate.OneOf(list(ORDERS)))


class ViewBody(Schema):
    name = Text(required=True, most=60)
    query = fields.Dict(keys=fields.String(), required=True)

    @post_load
    def _check(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        KeptQuery().load(body["query"])
        return body


class KeptQuery(Filters):
    """Filters as they are kept: the month only where it is meant to stay the same.

    A view may also be one of the list of clients, which takes more states and orders.
    """

    client_state = fields.String(validate=validate.OneOf(CLIENT_STATES))
    sort = fields.String(validate=validate.OneOf(list(dict.fromkeys((*ORDERS, *CLIENT_ORDERS)))))


class DeadlineView(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(list(DAYS)))
    day = fields.Date(required=True)
    days_left = fields.Integer(required=True)


class DocumentCountView(Schema):
    sales = fields.Integer(required=True)
    costs = fields.Integer(required=True)


class MonthStateView(Schema):
    month = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    since = Moment(required=True)


class ScorePartView(Schema):
    what = fields.String(
        required=True,
        validate=validate.OneOf(
            ["work_left", "no_documents", "changed_after_export", "no_carer", "leaving"]
        ),
    )
    points = fields.Integer(required=True)


class ScoreView(Schema):
    """Urgency times the sum of what is missing: the highest first."""

    total = fields.Integer(required=True)
    urgency = fields.Integer(required=True)
    missing = fields.List(fields.Nested(ScorePartView), required=True)


class WorkView(Schema):
    prefix = fields.String(required=True)
    name = fields.String(required=True)
    tax_no = fields.String(required=True)
    state = fields.String(required=True)
    ownership = fields.String(required=True)
    carer = fields.String(required=True, allow_none=True)
    deputy = fields.String(required=True, allow_none=True)
    user_ids = fields.List(fields.String(), required=True)
    own_number = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    month = fields.Nested(MonthStateView, required=True)
    documents = fields.Nested(DocumentCountView, required=True)
    last_document = fields.Date(required=True, allow_none=True)
    last_export = Moment(required=True, allow_none=True)
    changed_after_export = fields.Boolean(required=True)
    deadlines = fields.List(fields.Nested(DeadlineView), required=True)
    score = fields.Nested(ScoreView, required=True)


class SummaryView(Schema):
    month = fields.String(required=True)
    deadlines = fields.List(fields.Nested(DeadlineView), required=True)
    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    clients = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "All served companies by their state, whatever the filters."},
    )
    changed_after_export = fields.Integer(required=True)
    without_carer = fields.Integer(required=True)


class SavedViewView(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.Dict(required=True)
    created_at = Moment(required=True)


class SavedViewsView(Schema):
    items = fields.List(fields.Nested(SavedViewView), required=True)
