"""What the pages of one's own settings are sent."""

from marshmallow import Schema

from services.accounts.email_changes.schemas import NewEmailBody
from services.accounts.pages.settings.schemas import CursorQuery
from services.accounts.sessions.passwords import NewPassword, Password
from shared.web.fields import Text

__all__ = ["CursorQuery", "NameForm", "NewEmailForm", "NewPasswordForm"]

NewEmailForm = NewEmailBody


class NameForm(Schema):
    name = Text(required=True)


class NewPasswordForm(Schema):
    current_password = Password(required=True)
    password = NewPassword(required=True)
