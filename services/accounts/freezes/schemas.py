"""JSON of frozen accounts."""

from marshmallow import Schema, fields, validate

from services.accounts.freezes.lifecycle import State
from shared.web.fields import Moment, Text


class ObjectionBody(Schema):
    token = fields.String(required=True)


class ObjectionView(Schema):
    account = fields.String(attribute="account.prefix")
    state = fields.Enum(State, by_value=fields.String)
    since = Moment()


class OwnerChangeView(Schema):
    at = Moment()
    former_kind = fields.String()
    former_id = fields.String()
    owner_id = fields.String()


class FreezeView(ObjectionView):
    id = fields.String(metadata={"description": "The account's id."})
    objector = fields.String(metadata={"description": "Whose link was followed."})
    change = fields.Nested(OwnerChangeView)
    reason = fields.String(allow_none=True)
    version = fields.Integer()


class DecisionBody(Schema):
    reason = Text(most=1000, required=True, validate=validate.Length(min=3))
