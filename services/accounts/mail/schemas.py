"""JSON of an account's mails; the secrets in them are left out."""

from marshmallow import Schema, fields

from shared.web.fields import Moment


class MailView(Schema):
    id = fields.String()
    kind = fields.String()
    to = fields.String()
    subject = fields.String()
    state = fields.String(metadata={"enum": ["queued", "retrying", "delivered", "failed"]})
    queued_at = Moment(allow_none=True)
    delivered_at = Moment(allow_none=True)
    failed_at = Moment(allow_none=True, metadata={"description": "the last time that it failed"})
    reason = fields.String(allow_none=True, metadata={"description": "why it failed then"})
    tries = fields.Integer()
    next_try_at = Moment(allow_none=True)


class WholeMailView(MailView):
    body = fields.String()
