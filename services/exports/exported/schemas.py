"""JSON of what went out."""

from marshmallow import Schema, fields

from shared.web.fields import Moment
from shared.web.lists import ListQuery


class ExportedQuery(ListQuery):
    changed = fields.Boolean(
        load_default=None,
        metadata={"description": "Only documents that are others now, or only those that are not."},
    )
    format = fields.String(load_default=None)


class ExportedView(Schema):
    document = fields.String(required=True)
    document_id = fields.String(required=True)
    format = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "That went out."})
    current_version = fields.Integer(required=True)
    changed = fields.Boolean(required=True)
    exported_at = Moment(required=True)
