"""JSON of linking a bureau."""

from marshmallow import Schema

from shared.web.fields import Text


class LinkBody(Schema):
    bureau_prefix = Text(most=40, required=True)
