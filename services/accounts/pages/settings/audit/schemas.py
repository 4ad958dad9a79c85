"""What the pages of audit and sightings are asked."""

from marshmallow import Schema, fields, validate

from services.accounts.pages.settings.audit.words import KINDS
from services.accounts.sightings.schemas import SightingQuery
from shared.pages.queries import lenient


class AuditQuery(Schema):
    who = fields.String(load_default=None)
    what = fields.String(load_default=None, validate=validate.OneOf(list(KINDS)))
    cursor = fields.String(load_default=None)
    check = fields.Boolean(load_default=False)


AuditFilters = lenient(AuditQuery)
SeenFilters = lenient(SightingQuery)
