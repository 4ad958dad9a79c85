"""What the settings pages are sent."""

from marshmallow import Schema, fields

from services.accounts.bureaus.schemas import LinkBody

__all__ = ["BureauForm", "PeopleQuery"]

BureauForm = LinkBody


class PeopleQuery(Schema):
    bureau_prefix = fields.String(load_default="")
    cursor = fields.String(load_default=None)
