"""JSON of webhooks."""

from marshmallow import Schema, fields

from shared.web.fields import Moment, Text


class WebhookBody(Schema):
    url = Text(required=True, most=500)


class WebhookView(Schema):
    id = fields.String(required=True)
    url = fields.String(required=True)
    created_at = Moment(required=True)


class NewWebhookView(WebhookView):
    secret = fields.String(
        required=True,
        allow_none=True,
        metadata={"secret": True, "description": "Signs what is sent; shown once."},
    )


class DeliveryView(Schema):
    id = fields.String(required=True)
    event = fields.String(required=True)
    created_at = Moment(required=True)
    attempts = fields.Integer(required=True)
    next_at = Moment(required=True, allow_none=True)
    delivered_at = Moment(required=True, allow_none=True)
    status = fields.Integer(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)
