"""JSON of webhooks."""

from typing import Any

from marshmallow import Schema, fields

from services.accounts.sessions.schemas import SECRET
from services.accounts.webhooks.kinds import KINDS
from shared.web.fields import Moment, Text

OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}
KIND: dict[str, Any] = {"metadata": {"enum": list(KINDS)}}


class WebhookBody(Schema):
    kind = Text(required=True, most=30, **KIND)
    url = Text(required=True, most=500)
    api_token = Text(most=200, **OPTIONAL)
    active = fields.Boolean(load_default=True)


class WebhookChangeBody(Schema):
    kind = Text(most=30, **KIND)
    url = Text(most=500)
    api_token = Text(most=200, allow_none=True)
    active = fields.Boolean()


class WebhookView(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True, **KIND)
    url = fields.String(required=True)
    api_token = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)
    paused_until = Moment(required=True, allow_none=True)
    disabled_at = Moment(
        required=True, allow_none=True, metadata={"description": "when it was given up"}
    )
    created_at = Moment(required=True)
    version = fields.Integer(required=True)


class NewWebhookView(WebhookView):
    secret = fields.String(required=True, allow_none=True, metadata=SECRET)


class DeliveryView(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True, **KIND)
    subject = fields.String(required=True, metadata={"description": "such as `invoice/12`"})
    status = fields.String(required=True, metadata={"enum": ["waiting", "delivered", "given_up"]})
    attempts = fields.Integer(required=True)
    answer = fields.Integer(
        required=True, allow_none=True, metadata={"description": "the newest HTTP status"}
    )
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "why there was no answer"}
    )
    created_at = Moment(required=True)
    tried_at = Moment(required=True, allow_none=True)
    delivered_at = Moment(required=True, allow_none=True)
    next_at = Moment(required=True, allow_none=True)
