"""JSON of API tokens."""

from marshmallow import Schema, fields, validate

from services.accounts.sessions.schemas import SECRET
from shared.web.fields import Moment, Text

ROLES = ["admin", "member", "accountant"]


class NewTokenBody(Schema):
    name = Text(required=True)
    role = fields.String(load_default="admin", validate=validate.OneOf(ROLES))


class ApiTokenView(Schema):
    id = fields.String()
    name = fields.String()
    role = fields.String()
    created_at = Moment()


class GivenTokenView(ApiTokenView):
    token = fields.String(metadata=SECRET)


class AccessTokenView(Schema):
    access_token = fields.String(metadata=SECRET)
    token_type = fields.String()
    expires_in = fields.Integer(metadata={"description": "seconds"})
