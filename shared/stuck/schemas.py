"""JSON of stuck work."""

from marshmallow import Schema, fields, validate

from shared.bus.parking import DROPPED, REPLAYED, SKIPPED
from shared.stuck.actions import ACTIONS, STATES
from shared.stuck.words import last_line
from shared.web.fields import Moment, Text
from shared.web.lists import ListQuery

BY = "Which operator settled it, or whose command line."


class StuckQuery(ListQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class SettlingBody(Schema):
    """Why an operator does it."""

    reason = Text(required=True, most=500)


class StuckView(Schema):
    id = fields.String(
        required=True,
        metadata={"description": "Of a dead letter its number, of a parked message its own id."},
    )
    state = fields.String(
        required=True,
        validate=validate.OneOf([*STATES, REPLAYED, DROPPED, SKIPPED]),
        metadata={
            "description": "dead: it failed too often and waits for an operator; retry: it is "
            "tried again by itself; gap: it waits for those of its subject before it."
        },
    )
    name = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    subject = fields.String(required=True, allow_none=True)
    subject_version = fields.Integer(required=True, allow_none=True, attribute="version")
    attempts = fields.Integer(required=True)
    error = fields.Function(lambda row: last_line(row.error), metadata={"type": ["string", "null"]})
    since = Moment(required=True)
    next_at = Moment(required=True, allow_none=True)
    settled_at = Moment(required=True, allow_none=True)
    settled_by = fields.String(required=True, allow_none=True, metadata={"description": BY})
    settled_why = fields.String(required=True, allow_none=True)


class VersionsView(Schema):
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)


class StuckMessageView(Schema):
    """One message with all that is known of it."""

    message = fields.Nested(StuckView, required=True, attribute="stuck")
    trace = fields.String(required=True, allow_none=True, attribute="stuck.error")
    body = fields.String(required=True, attribute="stuck.body")
    allowed = fields.List(fields.String(validate=validate.OneOf(ACTIONS)), required=True)
    behind = fields.Integer(
        required=True, metadata={"description": "How many of its subject wait behind it."}
    )
    ahead = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The id of what has to be settled first."},
    )
    missing = fields.Nested(
        VersionsView,
        required=True,
        allow_none=True,
        metadata={"description": "The subject's versions that never came."},
    )
