"""JSON of a hand-over."""

from marshmallow import Schema

from shared.web.fields import Email


class OfferBody(Schema):
    email = Email(required=True)
