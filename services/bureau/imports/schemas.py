"""The query of an import."""

from marshmallow import Schema, fields


class ImportQuery(Schema):
    """A dry run unless it is said otherwise: look first, then add."""

    dry_run = fields.Boolean(load_default=True)
