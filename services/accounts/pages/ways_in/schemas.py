"""What the pages for a forgotten password and a new e-mail address are sent."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import NewPassword
from shared.web.fields import Email


class ForgottenForm(Schema):
    email = Email(required=True)


class PasswordForm(Schema):
    token = fields.String(required=True)
    password = NewPassword(required=True)


class EmailForm(Schema):
    token = fields.String(required=True)
