"""JSON of ownership transfers."""

from marshmallow import Schema, fields

from services.accounts.ownership.lifecycle import State
from shared.web.fields import Email, Moment


class OfferBody(Schema):
    email = Email(required=True)


class TransferView(Schema):
    id = fields.String()
    account = fields.String(attribute="account.prefix")
    state = fields.Enum(State, by_value=fields.String)
    email = fields.String()
    offered_at = Moment()
    expires_at = Moment()
    version = fields.Integer()
