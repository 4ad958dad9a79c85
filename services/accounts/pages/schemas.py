"""What the pages are sent: the token of the link, and the fields of the form."""

from marshmallow import EXCLUDE, Schema, fields

from services.accounts.sessions.passwords import NewPassword, Password
from shared.web.fields import Text


class LinkQuery(Schema):
    token = fields.String(load_default="")


class InvitationForm(Schema):
    class Meta:
        unknown = EXCLUDE

    token = fields.String(required=True)
    name = Text(load_default=None)
    password = NewPassword(required=True)


class VerificationForm(Schema):
    class Meta:
        unknown = EXCLUDE

    token = fields.String(required=True)
    password = Password(required=True)
