"""JSON of the public keys."""

from marshmallow import Schema, fields


class KeySetView(Schema):
    """A JSON Web Key Set (RFC 7517)."""

    keys = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
