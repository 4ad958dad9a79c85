"""JSON of a lifecycle."""

from typing import Any

from marshmallow import Schema, fields

from shared.lifecycle import Lifecycle


class TableRowView(Schema):
    trigger = fields.String(required=True)
    from_ = fields.String(required=True, allow_none=True, attribute="from", data_key="from")
    to = fields.String(required=True)
    guard = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True, allow_none=True)
    announces = fields.String(required=True)


class GuardView(Schema):
    name = fields.String(required=True)
    rule = fields.String(required=True)


class LifecycleView(Schema):
    name = fields.String(required=True)
    states = fields.List(fields.String(), required=True)
    triggers = fields.List(fields.String(), required=True)
    guards = fields.List(fields.Nested(GuardView), required=True)
    steps = fields.List(fields.Nested(TableRowView), required=True)
    diagram = fields.String(required=True, metadata={"description": "Mermaid."})


class LifecyclesView(LifecycleView):
    """The client's lifecycle, with the others of this service beside it."""

    others = fields.List(fields.Nested(LifecycleView), required=True)


def seen(lifecycle: Lifecycle) -> dict[str, Any]:
    """What LifecycleView shows of a lifecycle."""
    steps = lifecycle.table()
    return {
        "name": lifecycle.name,
        "states": [state.value for state in lifecycle.states],
        "triggers": list(dict.fromkeys(step["trigger"] for step in steps)),
        "guards": [{"name": name, "rule": rule} for name, rule in lifecycle.rules().items()],
        "steps": steps,
        "diagram": lifecycle.diagram(),
    }
