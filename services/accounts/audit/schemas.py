"""JSON of the audit."""

from marshmallow import Schema, fields

from shared.web.fields import Moment
from shared.web.lists import ListQuery


class AuditQuery(ListQuery):
    what = fields.String(load_default=None)


class AuditRowView(Schema):
    number = fields.Integer()
    at = Moment()
    actor = fields.String()
    actor_email = fields.String(allow_none=True)
    cause = fields.String(allow_none=True)
    what = fields.String()
    subject = fields.String()
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)
    reason = fields.String(allow_none=True)
    previous = fields.String()
    hash = fields.String()
