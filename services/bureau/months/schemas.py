"""JSON of a client's months."""

import re

from marshmallow import Schema, fields

from services.bureau.months.lifecycle import State
from shared.web.fields import Moment, Text


class WhyBody(Schema):
    reason = Text(required=True, most=500)


class MonthView(Schema):
    month = fields.String(required=True, metadata={"examples": ["2026-11"]})
    state = fields.Function(
        lambda month: month.state.value,
        metadata={"type": "string", "enum": [state.value for state in State]},
    )
    since = Moment(required=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was opened again."}
    )
    version = fields.Integer(required=True)


class MonthsView(Schema):
    items = fields.List(fields.Nested(MonthView), required=True)


STATES = [state.value for state in State]

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
