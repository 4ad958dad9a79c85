"""JSON of the formats and of the export's lifecycle."""

from marshmallow import Schema, fields


class FormatView(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    program = fields.String(required=True)
    media_type = fields.String(required=True)
    encoding = fields.String(required=True)
    extension = fields.String(required=True)
    carries = fields.List(fields.String(), required=True)
    directions = fields.List(fields.String(), required=True)
    options = fields.Dict(keys=fields.String(), required=True)
    settings = fields.Dict(keys=fields.String(), required=True)


class StepView(Schema):
    trigger = fields.String(required=True)
    source = fields.String(data_key="from", attribute="from", required=True, allow_none=True)
    dest = fields.String(data_key="to", attribute="to", required=True)
    guard = fields.String(allow_none=True)
    rule = fields.String(allow_none=True)
    announces = fields.String(required=True)


class LifecycleView(Schema):
    name = fields.String(required=True)
    states = fields.List(fields.String(), required=True)
    steps = fields.List(fields.Nested(StepView), required=True)
    diagram = fields.String(required=True, metadata={"description": "Mermaid."})


class LifecyclesView(LifecycleView):
    """The life of an export, with the others of this service beside it."""

    others = fields.List(fields.Nested(LifecycleView), required=True)
