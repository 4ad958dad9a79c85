"""JSON of a hand-over package that the client asked for."""

from marshmallow import Schema, fields

from shared.web.fields import Moment

STATES = ("asked", "verified", "failed", "waived")


class HandoverPackageView(Schema):
    id = fields.String(
        required=True,
        metadata={"description": "In exports it has the same id, with its file and certificate."},
    )
    state = fields.Function(
        lambda package: package.outcome or "asked",
        metadata={"type": "string", "enum": list(STATES)},
    )
    asked_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    link_id = fields.String(
        required=True, metadata={"description": "Of the co-operation whose end it holds up."}
    )
    bureau_id = fields.String(required=True)
