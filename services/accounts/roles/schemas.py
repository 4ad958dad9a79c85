"""JSON of custom roles."""

from marshmallow import Schema, fields, validate

from services.accounts.access import MAY
from shared.texts import N_
from shared.web.fields import Moment, Text

GIVEN = [ability for ability in MAY if ability != "transfer_ownership"]

PERMISSION = fields.String(
    validate=validate.OneOf(GIVEN, error=N_("A role can't permit this; there is no such ability."))
)
AT_LEAST_ONE = validate.Length(min=1, error=N_("A role permits something at least."))


class NewRoleBody(Schema):
    name = Text(most=60, required=True)
    permissions = fields.List(PERMISSION, required=True, validate=AT_LEAST_ONE)


class RoleChangeBody(Schema):
    name = Text(most=60)
    permissions = fields.List(PERMISSION, validate=AT_LEAST_ONE)


class RoleView(Schema):
    id = fields.String()
    name = fields.String()
    permissions = fields.List(fields.String(metadata={"enum": GIVEN}))
    holders = fields.Integer(
        metadata={"description": "people, those who are only invited, and API tokens"}
    )
    created_at = Moment()
    version = fields.Integer()
