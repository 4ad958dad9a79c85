"""JSON of invitations; the token itself stands only in the mail."""

from marshmallow import Schema, fields

from services.accounts.invitations.models import Purpose
from services.accounts.sessions.passwords import NewPassword
from services.accounts.sessions.schemas import PersonView
from shared.web.fields import Moment, Text


class InvitationView(Schema):
    id = fields.String()
    purpose = fields.Enum(Purpose, by_value=fields.String)
    account = fields.String(attribute="account.prefix")
    firm = fields.String(attribute="account.company.name")
    email = fields.String()
    role = fields.String()
    role_id = fields.String(allow_none=True)
    role_name = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    message = fields.String(allow_none=True)
    state = fields.String(
        attribute="standing", metadata={"enum": ["open", "accepted", "withdrawn", "expired"]}
    )
    transfer_id = fields.String(allow_none=True)
    created_at = Moment()
    expires_at = Moment()


class AcceptBody(Schema):
    name = Text()
    password = NewPassword()


class AcceptedView(InvitationView):
    user = fields.Nested(PersonView, attribute="accepted_by")
