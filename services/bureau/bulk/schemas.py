"""JSON of bulk jobs."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.bulk.actions import may_undo
from services.bureau.bulk.models import BulkJob, BulkRow
from services.bureau.companies.schemas import Prefix
from services.bureau.desk.schemas import MOST_NOTE, Tag
from shared.texts import N_, say
from shared.web.fields import Day, Email, Moment, Text
from shared.web.problems import language

LARGEST = 5000  # clients


class NoArguments(Schema):
    """Detaching needs none."""


class HandoverArguments(Schema):
    """The person of each client by its prefix, or one for all."""

    email = Email()
    emails = fields.Dict(keys=Prefix(), values=Email())

    @validates_schema
    def _somebody(self, arguments: dict[str, Any], **_: Any) -> None:
        if not arguments:
            raise ValidationError(N_("Give an “email”, or “emails” by prefix."))


class AssignArguments(Schema):
    """The people, of whom one may be the carer and one the deputy; what is unsaid stays."""

    user_ids = fields.List(Text(most=36), required=True, validate=validate.Length(max=500))
    carer = Text(most=36, allow_none=True)
    deputy = Text(most=36, allow_none=True)

    @post_load
    def _as_duties(self, arguments: dict[str, Any], **_: Any) -> dict[str, Any]:
        duties = {duty: arguments.pop(duty) for duty in (CARER, DEPUTY) if duty in arguments}
        return arguments | ({"duties": duties} if duties else {})


class PeriodBody(Schema):
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)

    @post_load
    def _as_json(self, period: dict[str, Any], **_: Any) -> dict[str, str]:
        return {"from": period["from_"].isoformat(), "to": period["to"].isoformat()}


class ExportArguments(Schema):
    """What exports takes besides the accounts; whether the format exists it says itself."""

    format = Text(required=True, most=40)
    period = fields.Nested(PeriodBody, required=True)
    date_basis = fields.String(validate=validate.OneOf(["issue", "sale", "accounting"]))
    kinds = fields.List(Text(most=40))
    direction = fields.String(validate=validate.OneOf(["sale", "cost", "all"]))
    options = fields.Dict(keys=Text(most=60))
    which = fields.String(
        data_key="only", attribute="only", validate=validate.OneOf(["all", "new_and_changed"])
    )
    mark_booked = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "the documents in the file are locked: they are in the books"},
    )


class NoteArguments(Schema):
    note = Text(required=True, most=MOST_NOTE)


class TagArguments(Schema):
    add = fields.List(Tag(), load_default=list, validate=validate.Length(max=20))
    remove = fields.List(Tag(), load_default=list, validate=validate.Length(max=20))

    @validates_schema
    def _something(self, arguments: dict[str, Any], **_: Any) -> None:
        if not (arguments["add"] or arguments["remove"]):
            raise ValidationError(N_("Give tags to “add” or to “remove”."))


ARGUMENTS: dict[str, type[Schema]] = {
    "detach": NoArguments,
    "handover": HandoverArguments,
    "assign": AssignArguments,
    "export": ExportArguments,
    "note": NoteArguments,
    "tag": TagArguments,
}


class BulkBody(Schema):
    action = fields.String(required=True, validate=validate.OneOf(list(ARGUMENTS)))
    clients = fields.List(Prefix(), required=True, validate=validate.Length(1, LARGEST))
    arguments = fields.Dict(keys=fields.String(), load_default=dict)
    dry_run = fields.Boolean(load_default=False)

    @post_load
    def _read_arguments(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        try:
            arguments = ARGUMENTS[body["action"]]().load(body["arguments"])
        except ValidationError as error:
            raise ValidationError({"arguments": error.messages}) from error
        return body | {"arguments": arguments}


class RowErrorView(Schema):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class ResultView(Schema):
    prefix = fields.String(required=True)
    outcome = fields.String(
        required=True,
        validate=validate.OneOf(["done", "refused", "failed", "would_do", "would_refuse"]),
    )
    code = fields.String(required=True, allow_none=True)
    detail = fields.String(required=True, allow_none=True)
    line = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Where a list of companies has it."},
    )
    errors = fields.List(fields.Nested(RowErrorView), required=True)


class BulkView(Schema):
    id = fields.String(required=True)
    action = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(["queued", "running", "completed", "stopped"]),
    )
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    created_at = Moment(required=True)
    export_id = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The export that was asked for; exports knows it by this id."},
    )
    can_undo = fields.Boolean(required=True)
    undoes = fields.String(
        required=True, allow_none=True, metadata={"description": "The job that it takes back."}
    )
    results = fields.List(fields.Nested(ResultView), required=True)
    version = fields.Integer(required=True)


def seen(job: BulkJob, rows: list[BulkRow]) -> dict[str, Any]:
    """What BulkView shows of a job and its rows that are done."""
    return {
        "id": job.id,
        "action": job.action,
        "dry_run": job.dry_run,
        "state": job.progress,
        "done": job.done,
        "total": job.total,
        "created_at": job.created_at,
        "export_id": export_of(job, was_asked=any(row.outcome == "done" for row in rows)),
        "can_undo": may_undo(job),
        "undoes": job.undoes,
        "results": [result(row) for row in rows],
        "version": job.version,
    }


def export_of(job: BulkJob, *, was_asked: bool) -> str | None:
    """The id of the export that the job asked for, once it did."""
    asked = job.action == "export" and was_asked and job.progress == "completed"
    return job.id if asked else None


def result(row: BulkRow) -> dict[str, Any]:
    """What ResultView shows of a row."""
    detail = say(row.text, language(), row.facts) if row.text else None
    return {
        "prefix": row.prefix,
        "outcome": row.outcome,
        "code": row.code,
        "detail": detail,
        "line": row.line,
        "errors": row.errors or [],
    }
