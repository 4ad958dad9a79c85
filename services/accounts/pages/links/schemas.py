"""What the pages behind the links in mails are sent."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import NewPassword, Password
from shared.web.fields import Text


class LinkQuery(Schema):
    token = fields.String(load_default="")


class InvitationForm(Schema):
    token = fields.String(required=True)
    name = Text(load_default=None)
    password = NewPassword(load_default=None)


class VerificationForm(Schema):
    token = fields.String(required=True)
    password = Password(required=True)


class ObjectionForm(Schema):
    token = fields.String(required=True)
