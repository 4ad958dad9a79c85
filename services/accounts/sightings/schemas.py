"""JSON of who saw what."""

from marshmallow import Schema, fields, validate

from services.accounts.sightings.kinds import KINDS
from shared.web.fields import Day, Moment
from shared.web.lists import ListQuery


class SightingQuery(ListQuery):
    who = fields.String(
        load_default=None, metadata={"description": "the id of a person or of an API token"}
    )
    what = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    document = fields.String(load_default=None, metadata={"description": "a document's id"})
    via = fields.String(load_default=None, validate=validate.OneOf(["own", "bureau"]))
    first = Day(data_key="from", load_default=None)
    last = Day(data_key="to", load_default=None)


class SeenDocumentView(Schema):
    id = fields.String()
    number = fields.String(allow_none=True)


class SeenExportView(Schema):
    id = fields.String()
    format = fields.String()


class SightingView(Schema):
    """Somebody saw something, for the first time in that hour."""

    id = fields.String()
    at = Moment()
    actor = fields.String(metadata={"description": "such as `user/<id>` or `product/<id>`"})
    actor_name = fields.String(allow_none=True)
    actor_email = fields.String(allow_none=True)
    via = fields.String(metadata={"enum": ["own", "bureau"]})
    bureau_prefix = fields.String(allow_none=True)
    what = fields.String(metadata={"enum": list(KINDS)})
    document = fields.Nested(SeenDocumentView, allow_none=True)
    export = fields.Nested(SeenExportView, allow_none=True)
