"""JSON of exports: what is asked for, what is answered."""

from datetime import datetime, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.exports.formats.problems import CODES
from services.exports.formats.registry import FORMATS
from services.exports.formats.schema import faults
from services.exports.jobs.lifecycle import State
from shared.clock import now
from shared.texts import N_
from shared.web.fields import Day, Moment, Text
from shared.web.lists import ListQuery

MOST_ACCOUNTS = 2000
LONGEST_PERIOD = timedelta(days=3660)  # Ten years.
DATE_BASES = ("issue", "sale", "accounting")
DIRECTIONS = ("sale", "cost", "all")
ONLY = ("all", "new_and_changed")

KINDS = (
    "vat", "proforma", "bill", "receipt", "advance", "final", "correction", "vat_margin",
    "vat_mp", "vat_rr", "wdt", "wnt", "export_products", "import_service",
    "import_service_eu", "import_products", "invoice_other", "accounting_note",
    "correction_note", "kp", "kw", "estimate", "client_order", "canceled",
    "pz", "wz", "mm", "rw", "pw",
)  # fmt: skip


class PeriodBody(Schema):
    first = Day(data_key="from", required=True)
    last = Day(data_key="to", required=True)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        if data["last"] < data["first"]:
            raise ValidationError(N_("The period ends before it begins."), "to")
        if data["last"] - data["first"] > LONGEST_PERIOD:
            raise ValidationError(N_("The period is longer than ten years."), "to")


class ExportBody(Schema):
    accounts = fields.List(
        Text(required=True, most=63),
        required=True,
        validate=validate.Length(1, MOST_ACCOUNTS),
        metadata={"description": "Prefixes. Several give one ZIP, a folder per account."},
    )
    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))
    period = fields.Nested(PeriodBody, required=True)
    date_basis = fields.String(load_default="issue", validate=validate.OneOf(DATE_BASES))
    kinds = fields.List(
        fields.String(validate=validate.OneOf(KINDS)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, len(KINDS)),
    )
    direction = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(DIRECTIONS),
        metadata={"description": "Without it, what the format carries."},
    )
    which = fields.String(
        data_key="only",
        attribute="only",
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(ONLY),
        metadata={
            "description": "`new_and_changed`: documents that did not go out in this format yet, "
            "or are others since. `all`, or nothing: all of the period."
        },
    )
    mark_booked = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={
            "description": "The file goes into the books: once it is complete, the documents in it "
            "are locked in their account, and are corrected from then on, not changed."
        },
    )
    options = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "By the format's own schema, see `GET /v1/formats`."},
    )
    dated_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "The moment of making that stands in the file. Without it that of the "
            "request, and in an archive that of the newest document. With the moment of an "
            "earlier export (`dated_at`, or else `created_at`) the same documents give the same "
            "bytes."
        },
    )

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        wrong = dict(faults(FORMATS[data["format"]].options, data["options"]))
        if wrong:
            raise ValidationError({"options": _nested(wrong)})
        if data["dated_at"] and not _is_past(data["dated_at"]):
            raise ValidationError(N_("It lies in the future, or before the year 2000."), "dated_at")

    @post_load
    def all_is_no_choice(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"only": None} if data.get("only") == "all" else data


class ExportsQuery(ListQuery):
    state = fields.String(
        load_default=None, validate=validate.OneOf([state.value for state in State])
    )


class ProgressView(Schema):
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)


class PeriodView(Schema):
    first = fields.Date(data_key="from", required=True)
    last = fields.Date(data_key="to", required=True)


class FileView(Schema):
    name = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    url = fields.String(required=True)


class ExportProblemView(Schema):
    account = fields.String(
        required=True,
        metadata={"description": "Its prefix; empty where it is about the request as a whole."},
    )
    document = fields.String(required=True, allow_none=True)
    document_id = fields.String(required=True, allow_none=True)
    code = fields.String(
        required=True,
        validate=validate.OneOf(list(CODES)),
        metadata={"description": "\n".join(f"* `{code}`: {CODES[code]}" for code in CODES)},
    )
    detail = fields.String(required=True)
    fix = fields.String(required=True, allow_none=True)


class ErrorView(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ExportView(Schema):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([s.value for s in State]))
    progress = fields.Nested(ProgressView, required=True)
    format = fields.String(required=True)
    accounts = fields.List(fields.String(), required=True)
    period = fields.Nested(PeriodView, required=True)
    date_basis = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True, allow_none=True)
    direction = fields.String(required=True)
    options = fields.Dict(keys=fields.String(), required=True)
    which = fields.String(data_key="only", attribute="only", required=True, allow_none=True)
    mark_booked = fields.Boolean(required=True)
    repeats = fields.String(
        required=True, allow_none=True, metadata={"description": "The export that it repeats."}
    )
    dated_at = Moment(required=True, allow_none=True)
    created_at = Moment(required=True)
    started_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    expires_at = Moment(required=True, allow_none=True)
    file = fields.Nested(FileView, required=True, allow_none=True)
    problems = fields.List(fields.Nested(ExportProblemView), required=True)
    problem_count = fields.Integer(required=True)
    error = fields.Nested(ErrorView, required=True, allow_none=True)
    allowed = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


def _is_past(moment: datetime) -> bool:
    return moment.year >= 2000 and moment <= now()


def _nested(wrong: dict[str, str]) -> dict[str, Any]:
    """Faults by JSON pointer as marshmallow nests them."""
    found: dict[str, Any] = {}
    for pointer, text in wrong.items():
        *path, last = pointer.split("/")[1:] or ["_schema"]
        place = found
        for name in path:
            place = place.setdefault(name, {})
        place[last] = [text]
    return found
