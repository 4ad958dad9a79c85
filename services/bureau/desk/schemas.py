"""JSON of what a bureau notes about a client."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.bureau.clients.schemas import BlockerView
from shared.web.fields import Text

MOST_NOTE = 4000  # characters


class Tag(Text):
    """A word or a few, kept in lower case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=40, required=True, **options)

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        return super()._deserialize(value, *arguments, **options).lower()


class DeskBody(Schema):
    own_number = Text(load_default=None, allow_none=True, most=40)
    note = Text(load_default=None, allow_none=True, most=MOST_NOTE)
    tags = fields.List(Tag(), load_default=list, validate=validate.Length(max=100))


class DeskView(Schema):
    own_number = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    blockers = fields.List(fields.Nested(BlockerView), required=True)
    version = fields.Integer(required=True)
