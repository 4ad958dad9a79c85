"""JSON of hand-over packages."""

from marshmallow import Schema, fields, validate

from services.exports.handover_packages.differences import CODES
from services.exports.handover_packages.lifecycle import State
from services.exports.jobs.schemas import FileView, PeriodView
from shared.web.fields import Moment


class DifferenceView(Schema):
    code = fields.String(
        required=True,
        validate=validate.OneOf(list(CODES)),
        metadata={"description": "\n".join(f"* `{code}`: {CODES[code]}" for code in CODES)},
    )
    detail = fields.String(required=True)
    document = fields.String(required=True, allow_none=True, metadata={"description": "Number."})
    document_id = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class HandoverPackageView(Schema):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([s.value for s in State]))
    asked_by = fields.String(required=True, validate=validate.OneOf(["client", "bureau"]))
    bureau = fields.String(required=True, metadata={"description": "Its name."})
    served = fields.Nested(PeriodView, required=True)
    period = fields.Nested(
        PeriodView,
        required=True,
        allow_none=True,
        metadata={
            "description": "Dates of issue of the documents in it: the served period, and as far "
            "as what came in meanwhile reaches."
        },
    )
    documents = fields.Integer(required=True, allow_none=True)
    file = fields.Nested(FileView, required=True, allow_none=True)
    certificate = fields.String(required=True, allow_none=True, metadata={"format": "uri"})
    differences = fields.List(
        fields.Nested(DifferenceView),
        required=True,
        metadata={"description": "What was not as accounts has it when they were last compared."},
    )
    asked_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    version = fields.Integer(required=True)


class CertificateQuery(Schema):
    language = fields.String(load_default="pl", validate=validate.OneOf(["pl", "en"]))
