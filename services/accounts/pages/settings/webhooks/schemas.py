"""What the pages of webhooks are sent."""

from marshmallow import Schema, fields

from services.accounts.pages.settings.schemas import CursorQuery
from services.accounts.webhooks.schemas import OPTIONAL
from shared.web.fields import Text

__all__ = ["CursorQuery", "NewWebhookForm", "SwitchForm"]


class NewWebhookForm(Schema):
    kind = Text(required=True, most=30)
    url = Text(required=True, most=500)
    api_token = Text(most=200, **OPTIONAL)


class SwitchForm(Schema):
    active = fields.Boolean(required=True)
