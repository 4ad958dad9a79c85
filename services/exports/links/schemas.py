"""JSON of links."""

from marshmallow import Schema, fields, validate

from services.exports.jobs.models import KEPT
from shared.web.fields import Moment


class LinkBody(Schema):
    days = fields.Integer(
        load_default=7,
        strict=True,
        validate=validate.Range(1, KEPT.days),
        metadata={"description": "How long it works; at most as long as the file is kept."},
    )


class LinkView(Schema):
    id = fields.String(required=True)
    created_at = Moment(required=True)
    expires_at = Moment(required=True)


class NewLinkView(LinkView):
    url = fields.String(
        required=True,
        allow_none=True,
        metadata={"secret": True, "description": "Shown once; who has it gets the file."},
    )


class LinkQuery(Schema):
    expires = fields.String(load_default="")
    signature = fields.String(load_default="")
