"""JSON about a client's history, and about what a step would meet."""

from marshmallow import Schema, fields, validate

from shared.web.fields import Moment, Text

ACTIONS = ("detach", "handover")


class StepView(Schema):
    at = Moment(required=True)
    from_ = fields.String(required=True, allow_none=True, attribute="source", data_key="from")
    to = fields.String(required=True, attribute="dest")
    trigger = fields.String(required=True)
    actor = fields.String(required=True)
    cause = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why the bureau detached."}
    )


class DetachBody(Schema):
    reason = Text(load_default=None, allow_none=True, most=500)


class PreflightQuery(Schema):
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))


class BlockerView(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)
    fix = fields.String(required=True, allow_none=True)


class WarningView(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class PreflightView(Schema):
    can_proceed = fields.Boolean(required=True)
    blockers = fields.List(fields.Nested(BlockerView), required=True)
    warnings = fields.List(fields.Nested(WarningView), required=True)
