"""JSON of a client, and the query of the list of them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.bureau.clients.lifecycle import State as ClientState
from services.bureau.companies.lifecycle import State as RequestState
from services.bureau.days import last_month, month_of, today
from services.bureau.months.schemas import MONTH
from services.bureau.months.schemas import STATES as MONTH_STATES
from services.bureau.served.reads import BY_RISK
from shared.texts import N_
from shared.web.fields import Moment, Text
from shared.web.lists import ListQuery

STATES = sorted({s.value for s in (*ClientState, *RequestState)} - {RequestState.CREATED.value})
OWNERSHIP = ("client", "bureau")
ORDERS = ("name", "-name", "prefix", "-prefix", "since", "-since", BY_RISK)

NO_MONTH = N_("It is not a month such as 2026-11.")


class ClientFilters(Schema):
    """What the list is narrowed to; the month is the last one that is over, unless it is named."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    ownership = fields.String(load_default=None, validate=validate.OneOf(OWNERSHIP))
    q = fields.String(load_default=None, validate=validate.Length(max=200))
    tag = Text(load_default=None, most=40)
    carer = Text(
        load_default=None, most=36, metadata={"description": "A person's id, or `nobody`."}
    )
    assigned = Text(
        load_default=None, most=36, metadata={"description": "The id of one who looks after it."}
    )
    month = fields.String(validate=validate.Regexp(MONTH.pattern + r"\Z", error=NO_MONTH))
    month_state = fields.String(
        load_default=None,
        validate=validate.OneOf(MONTH_STATES),
        metadata={"description": "How that month stands; of clients whose documents are open."},
    )
    changed = fields.Boolean(
        load_default=None,
        metadata={"description": "Whether it changed after the last export."},
    )
    documents = fields.Boolean(
        load_default=None, metadata={"description": "Whether that month has any."}
    )

    @post_load
    def _fill_in(self, query: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"month": last_month(month_of(today()))} | query


class ClientQuery(ListQuery, ClientFilters):
    sort = fields.String(
        load_default="name",
        validate=validate.OneOf(ORDERS),
        metadata={
            "description": "`-score`, the most at risk first, lists clients whose documents are "
            "open; in another state they come by name."
        },
    )


class PersonView(Schema):
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)


class CompanyView(Schema):
    """While the client is only linked, and once it is detached: its name and tax number."""

    name = fields.String(required=True)
    tax_no = fields.String(required=True)
    street = fields.String()
    house_number = fields.String(allow_none=True)
    flat_number = fields.String(allow_none=True)
    post_code = fields.String()
    city = fields.String()
    country = fields.String()
    email = fields.String()
    voivodeship = fields.String(allow_none=True)
    county = fields.String(allow_none=True)
    commune = fields.String(allow_none=True)
    tax_office_code = fields.String(allow_none=True)
    birth_date = fields.String(allow_none=True, metadata={"format": "date"})
    person = fields.Nested(PersonView, allow_none=True)


class HandoverView(Schema):
    transfer_id = fields.String(required=True, attribute="id")
    state = fields.Function(
        lambda handover: handover.outcome or "offered",
        metadata={"type": "string"},
    )
    email = fields.String(required=True)
    expires_at = Moment(required=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was refused."})


class LeavingView(Schema):
    """The client wants its account from the bureau, and gets it after the deadline."""

    state = fields.String(
        required=True,
        attribute="outcome",
        metadata={"enum": ["started", "handed_over", "withdrawn", "stopped", "completed"]},
    )
    since = Moment(required=True)
    deadline = Moment(required=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was stopped."})


class ClientView(Schema):
    id = fields.String(required=True, metadata={"description": "The link's id, or the request's."})
    prefix = fields.String(required=True)
    company = fields.Nested(CompanyView, required=True)
    ownership = fields.String(required=True, validate=validate.OneOf(OWNERSHIP))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the request was rejected or abandoned: a problem code."},
    )
    allowed = fields.List(fields.String(validate=validate.OneOf(["handover", "detach"])))
    since = Moment(required=True)
    version = fields.Integer(required=True)
    payer = fields.String(required=True, validate=validate.OneOf(OWNERSHIP))
    handover = fields.Nested(HandoverView, required=True, allow_none=True)
    awaited_package = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The hand-over package that the client waits for, and nobody detaches "
            "it before."
        },
    )
    leaving = fields.Nested(LeavingView, required=True, allow_none=True)
