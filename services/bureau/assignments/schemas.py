"""JSON of who looks after a client."""

from marshmallow import Schema, fields, validate

from shared.web.fields import Text


class AssignmentsBody(Schema):
    user_ids = fields.List(Text(most=36), required=True, validate=validate.Length(max=500))
    carer = Text(most=36, allow_none=True)
    deputy = Text(most=36, allow_none=True)


class AssignmentsView(Schema):
    user_ids = fields.List(fields.String(), required=True)
    carer = fields.String(required=True, allow_none=True)
    deputy = fields.String(required=True, allow_none=True)
