"""JSON of who looks after a client."""

from marshmallow import Schema, fields, validate

from services.bureau.companies.schemas import Prefix
from shared.web.fields import Text


class AssignmentsBody(Schema):
    user_ids = fields.List(Text(most=36), required=True, validate=validate.Length(max=500))
    carer = Text(most=36, allow_none=True)
    deputy = Text(most=36, allow_none=True)


class AssignmentsView(Schema):
    user_ids = fields.List(fields.String(), required=True)
    carer = fields.String(required=True, allow_none=True)
    deputy = fields.String(required=True, allow_none=True)


class ReplacementBody(Schema):
    """Who takes over where the person was the carer: by client, or one for all others."""

    carer = Text(most=36, load_default=None, allow_none=True)
    carers = fields.Dict(keys=Prefix(), values=Text(most=36), load_default=dict)


class ReplacementView(Schema):
    clients = fields.List(fields.String(), required=True)
