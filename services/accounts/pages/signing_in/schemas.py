"""What the pages of signing in are sent."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import Password
from services.accounts.sessions.schemas import Code
from shared.web.fields import Email


class NextQuery(Schema):
    next = fields.String(load_default="")


class SignInForm(Schema):
    email = Email(required=True)
    password = Password(required=True)
    code = Code(load_default=None)
    next = fields.String(load_default="")
