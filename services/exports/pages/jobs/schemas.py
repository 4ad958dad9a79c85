"""What the pages of exports are asked."""

from marshmallow import fields, validate

from services.exports.formats.problems import CODES
from services.exports.jobs.schemas import ExportsQuery
from shared.pages.queries import lenient
from shared.web.lists import ListQuery


class ProblemsQuery(ListQuery):
    """All problems of one sort."""

    code = fields.String(required=True, validate=validate.OneOf(list(CODES)))


ExportsFilters = lenient(ExportsQuery)
FirmsFilters = lenient(ListQuery)
ProblemsFilters = lenient(ProblemsQuery)
