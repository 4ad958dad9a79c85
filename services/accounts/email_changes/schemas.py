"""JSON of changing one's e-mail."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import Password
from shared.web.fields import Email, Moment


class NewEmailBody(Schema):
    email = Email(required=True)
    password = Password(required=True)


class EmailConfirmationBody(Schema):
    token = fields.String(required=True)


class EmailChangeView(Schema):
    email = fields.String(metadata={"description": "the one that is wanted"})
    state = fields.String(metadata={"enum": ["waiting", "changed"]})
    old_confirmed = fields.Boolean()
    new_confirmed = fields.Boolean()
    expires_at = Moment()
