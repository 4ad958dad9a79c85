"""JSON of deletions."""

from marshmallow import Schema, fields

from services.accounts.deletions.lifecycle import State
from shared.web.fields import Moment


class ConfirmationBody(Schema):
    token = fields.String(required=True)


class DeletionView(Schema):
    id = fields.String()
    account = fields.String(attribute="account.prefix")
    state = fields.Enum(State, by_value=fields.String)
    asked_at = Moment()
    due_at = Moment(allow_none=True, metadata={"description": "When the account goes."})
    version = fields.Integer()
