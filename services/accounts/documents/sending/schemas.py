"""JSON of sending."""

from marshmallow import Schema, fields, validate

from shared.web.fields import Email

MOST = 5


class SendingBody(Schema):
    """Without `emails` the document goes to its buyer."""

    emails = fields.List(
        Email(), load_default=list, validate=validate.Length(max=MOST), metadata={"maxItems": MOST}
    )
    attached = fields.Boolean(load_default=True)


class SendingView(Schema):
    emails = fields.List(fields.String(), required=True)
