"""JSON of attachments."""

from marshmallow import Schema, fields

from shared.web.fields import Moment, Text


class AttachmentQuery(Schema):
    name = Text(
        most=255,
        load_default=None,
        metadata={"description": "what the file is called, for a body that is the file itself"},
    )


class AttachmentView(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    sha256 = fields.String(required=True)
    created_at = Moment(required=True)


class AttachmentsView(Schema):
    items = fields.List(fields.Nested(AttachmentView), required=True)
