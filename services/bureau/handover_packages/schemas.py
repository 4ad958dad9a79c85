"""JSON of a hand-over package."""

from marshmallow import Schema, fields, validate

from shared.web.fields import Moment

STATES = ("asked", "verified", "failed", "waived")


class HandoverPackageView(Schema):
    id = fields.String(required=True, metadata={"description": "The same as in exports."})
    state = fields.Function(
        lambda package: package.outcome or "asked",
        metadata={"type": "string", "enum": list(STATES)},
    )
    asked_by = fields.String(required=True, validate=validate.OneOf(["client", "bureau"]))
    asked_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
