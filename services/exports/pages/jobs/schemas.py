"""What the pages of exports are asked."""

from services.exports.jobs.schemas import ExportsQuery
from shared.pages.queries import lenient

ExportsFilters = lenient(ExportsQuery)
