"""JSON of a forgotten password."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import NewPassword
from shared.web.fields import Email


class AskBody(Schema):
    email = Email(required=True)


class CompleteBody(Schema):
    token = fields.String(required=True)
    password = NewPassword(required=True)
