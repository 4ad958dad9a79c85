"""What the pages of people are sent."""

from marshmallow import fields

from services.accounts.pages.settings.schemas import CursorQuery, WithRole
from services.accounts.users.schemas import NewHolderBody, RoleBody
from shared.web.fields import Email


class PeopleQuery(CursorQuery):
    bureau_prefix = fields.String(load_default="")


class NewPersonForm(WithRole, NewHolderBody):
    """With a password the person is in at once, without one they are invited by mail."""

    email = Email(required=True)

    class Meta:
        exclude = ("bureau_prefix", "invite")


class RoleForm(WithRole, RoleBody):
    pass
