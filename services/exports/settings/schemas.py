"""JSON of an account's settings for a format."""

from marshmallow import Schema, fields

from shared.web.fields import Moment


class SettingsBody(Schema):
    """What was read may be sent back whole; only `settings` is saved."""

    settings = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "By the format's own schema, see `GET /v1/formats`."},
    )
    account = fields.String()
    format = fields.String()
    schema = fields.Dict(keys=fields.String())
    version = fields.Integer()
    updated_at = fields.String(allow_none=True)


class SettingsView(Schema):
    account = fields.String(required=True)
    format = fields.String(required=True)
    settings = fields.Dict(keys=fields.String(), required=True)
    schema = fields.Dict(keys=fields.String(), required=True)
    version = fields.Integer(required=True)
    updated_at = Moment(allow_none=True)
