"""JSON of signing in."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import Password
from shared.web.fields import Email

SECRET = {"secret": True}


class SignInBody(Schema):
    email = Email(required=True)
    password = Password(required=True)


class RefreshBody(Schema):
    refresh_token = fields.String(required=True)


class PersonView(Schema):
    id = fields.String()
    name = fields.String(allow_none=True)
    email = fields.String()


class TokensView(Schema):
    access_token = fields.String(metadata=SECRET)
    token_type = fields.String()
    expires_in = fields.Integer(metadata={"description": "seconds"})
    refresh_token = fields.String(metadata=SECRET)
    user = fields.Nested(PersonView)
