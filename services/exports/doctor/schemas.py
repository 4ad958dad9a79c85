"""JSON of what the doctor found."""

from marshmallow import Schema, fields

from services.exports.jobs.schemas import ExportProblemView, PeriodView


class CheckView(Schema):
    format = fields.String(required=True)
    accounts = fields.List(fields.String(), required=True)
    period = fields.Nested(PeriodView, required=True)
    documents = fields.Integer(
        required=True, metadata={"description": "How many the export would read."}
    )
    problems = fields.List(
        fields.Nested(ExportProblemView),
        required=True,
        metadata={"description": "The first thousand."},
    )
    problem_count = fields.Integer(required=True)
