"""What the pages of jobs are asked."""

from marshmallow import fields, validate

from services.bureau.pages.jobs.words import OUTCOMES
from shared.pages.queries import lenient
from shared.web.lists import ListQuery

JobsQuery = lenient(ListQuery)


class _JobQuery(ListQuery):
    outcome = fields.String(load_default=None, validate=validate.OneOf(list(OUTCOMES)))


JobQuery = lenient(_JobQuery)
