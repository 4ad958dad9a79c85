"""JSON of people."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.accounts.ownership.schemas import TransferView
from services.accounts.roles.models import CUSTOM
from services.accounts.sessions.passwords import NewPassword, Password
from shared.texts import N_
from shared.web.fields import Email, Moment, Text

GIVEN = validate.OneOf(
    ["admin", "member", "accountant", CUSTOM],
    error=N_("A role is admin, member, accountant or custom."),
)
ROLE_ID: dict[str, Any] = {
    "load_default": None,
    "allow_none": True,
    "metadata": {"description": "which of the account's own roles, with `role` `custom`"},
}


def name_custom_role(data: dict[str, Any]) -> None:
    """Refuse a custom role without its id, and an id without need."""
    if (data.get("role") == CUSTOM) != (data.get("role_id") is not None):
        raise ValidationError(
            N_("`role_id` goes with the role custom, and only with it."), "role_id"
        )


class UserView(Schema):
    id = fields.String()
    name = fields.String(allow_none=True)
    email = fields.String()
    email_verified = fields.Boolean()
    created_at = Moment()


class MyAccountView(Schema):
    prefix = fields.String()
    role = fields.String()
    role_name = fields.String(allow_none=True)
    permissions = fields.List(fields.String())
    via = fields.String(metadata={"enum": ["user", "bureau"]})


class MyTransferView(TransferView):
    class Meta:
        fields = ("id", "account", "state", "expires_at")


class MeView(UserView):
    second_factor = fields.Boolean(metadata={"description": "whether signing in needs a code"})
    accounts = fields.List(fields.Nested(MyAccountView))
    ownership_transfers = fields.List(fields.Nested(MyTransferView))


class ProfileBody(Schema):
    name = Text(validate=validate.Length(min=1, error=N_("It is empty.")))
    password = NewPassword()
    current_password = Password()

    @validates_schema
    def prove(self, data: dict[str, Any], **_: Any) -> None:
        if "password" in data and "current_password" not in data:
            raise ValidationError(N_("A new password needs the current one."), "current_password")


class EmailProofBody(Schema):
    token = fields.String(required=True)


class HolderView(Schema):
    """A person, or the bureau itself."""

    id = fields.String()
    kind = fields.String(metadata={"enum": ["user", "bureau"]})
    name = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    bureau_prefix = fields.String(allow_none=True)
    role = fields.String()
    role_id = fields.String(allow_none=True)
    role_name = fields.String(allow_none=True)
    joined = fields.Boolean(metadata={"description": "false while only invited"})
    version = fields.Integer()


class NewHolderBody(Schema):
    """Either a person by e-mail, or the linked bureau by its prefix."""

    email = Email()
    bureau_prefix = Text(most=40)
    role = fields.String(required=True, validate=GIVEN)
    role_id = fields.String(**ROLE_ID)
    invite = fields.Boolean(truthy={True}, falsy={False})
    password = NewPassword()

    @validates_schema
    def name_one(self, data: dict[str, Any], **_: Any) -> None:
        if ("email" in data) == ("bureau_prefix" in data):
            raise ValidationError(N_("Name either an e-mail or a bureau's prefix."), "email")
        if "bureau_prefix" not in data:
            return name_custom_role(data)
        if data.get("role") != "accountant":
            raise ValidationError(N_("A bureau can only be accountant."), "role")
        if "password" in data or "invite" in data:
            raise ValidationError(N_("A bureau needs neither."), "bureau_prefix")
        return None


class RoleBody(Schema):
    role = fields.String(required=True, validate=GIVEN)
    role_id = fields.String(**ROLE_ID)

    @validates_schema
    def name_role(self, data: dict[str, Any], **_: Any) -> None:
        name_custom_role(data)


class AccountantBody(Schema):
    email = Email(required=True)
    title = Text(load_default=None, allow_none=True)
    message = Text(most=2000, load_default=None, allow_none=True)
