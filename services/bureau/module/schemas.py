"""JSON of a bureau's module."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.bureau.module import notices
from services.bureau.module.lifecycle import State
from services.bureau.module.models import Module
from shared.texts import N_, say
from shared.web.fields import Day, Moment, Text
from shared.web.lists import ListQuery
from shared.web.problems import language

LARGEST = 100_000  # seats
STATES = tuple(state.value for state in State)


class Count(fields.Integer):
    """A whole number; a string, a fraction or true is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> int:
        if type(value) is not int:
            raise ValidationError(N_("It is not a whole number."))
        return super()._deserialize(value, attr, data, **options)


class LastDay(Day):
    """A date; of a time, its date."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> date:
        day = value.partition("T")[0] if isinstance(value, str) else value
        return super()._deserialize(day, *arguments, **options)


class ModuleBody(Schema):
    package_size = Count(required=True, validate=validate.Range(0, LARGEST))
    valid_until = LastDay(load_default=None, allow_none=True)
    reason = Text(load_default=None, allow_none=True, most=500)


class ReasonBody(Schema):
    reason = Text(load_default=None, allow_none=True, most=500)


class PackageQuery(Schema):
    package_size = fields.Integer(required=True, validate=validate.Range(0, LARGEST))


class PackageView(Schema):
    size = fields.Integer(required=True, attribute="package_size")
    used = fields.Integer(required=True)
    waiting = fields.Integer(
        required=True, metadata={"description": "Clients paid for that wait for a seat."}
    )


class ModuleWarningView(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["seats", "expiry", "carers"]))
    detail = fields.String(required=True)


class ModuleView(Schema):
    prefix = fields.String(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(["inactive", "active", "suspended", "closed"]),
    )
    package = fields.Nested(PackageView, required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    since = Moment(required=True, allow_none=True)
    warnings = fields.List(fields.Nested(ModuleWarningView), required=True)
    version = fields.Integer(required=True)


class BureausQuery(ListQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    q = Text(load_default=None, most=200, metadata={"description": "In the name or the prefix."})


class ListedBureauView(Schema):
    prefix = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    package = fields.Function(lambda row: PackageView().dump(row), metadata={"type": "object"})
    valid_until = fields.Date(required=True, allow_none=True)
    since = Moment(required=True)


class ModuleChangeView(Schema):
    at = Moment(required=True)
    action = fields.String(
        required=True,
        validate=validate.OneOf(["activate", "resize", "suspend", "resume", "close", "expire"]),
    )
    package_size = fields.Integer(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    actor = fields.String(required=True)


class WaitingView(Schema):
    prefix = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)


class SeatMovementView(Schema):
    at = Moment(required=True)
    holder = fields.String(
        required=True, metadata={"description": "The id of a request or of a client."}
    )
    turn = fields.Integer(required=True)
    change = fields.Integer(required=True, metadata={"description": "1 or -1."})


class LedgerView(Schema):
    """Whether the movements of seats add up to the seats in use, and the movements."""

    size = fields.Integer(required=True)
    used = fields.Integer(required=True)
    moved = fields.Integer(required=True, metadata={"description": "The sum of all movements."})
    holders = fields.Integer(required=True, metadata={"description": "Who have a seat now."})
    waiting = fields.Integer(required=True)
    balanced = fields.Boolean(required=True)
    items = fields.List(fields.Nested(SeatMovementView), required=True)
    next = fields.String(required=True, allow_none=True)


class PackagePreflightView(Schema):
    package_size = fields.Integer(required=True)
    used = fields.Integer(required=True)
    fits = fields.Boolean(required=True)
    would_wait = fields.List(
        fields.Nested(WaitingView),
        required=True,
        metadata={"description": "Who keeps everything, and stops the bureau from adding."},
    )


def seen(module: Module, *, waiting: int, orphans: int) -> dict[str, Any]:
    """What ModuleView shows of a module."""
    package = {"package_size": module.package_size, "used": module.used, "waiting": waiting}
    return {
        "prefix": module.prefix,
        "state": module.state.value if module.state else "inactive",
        "package": package,
        "valid_until": module.valid_until,
        "since": module.since,
        "warnings": [
            {"kind": each.kind, "detail": say(each.text, language(), each.facts)}
            for each in notices.warnings(module, orphans=orphans)
        ],
        "version": module.version or 0,
    }
