"""JSON of signing in."""

from typing import Any

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import Password
from shared.web.fields import Email, Moment, Text

SECRET = {"secret": True}


class Code(Text):
    """A code of the second factor: six digits, or a recovery code; spaces do not matter."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=40, **options)


class SignInBody(Schema):
    email = Email(required=True)
    password = Password(required=True)
    code = Code(load_default=None, allow_none=True)


class RefreshBody(Schema):
    refresh_token = fields.String(required=True)


class PersonView(Schema):
    id = fields.String()
    name = fields.String(allow_none=True)
    email = fields.String()


class SessionView(Schema):
    id = fields.String()
    started_at = Moment()
    last_used_at = Moment(metadata={"description": "when its tokens were last renewed"})
    expires_at = Moment()
    address = fields.String(allow_none=True)
    user_agent = fields.String(
        allow_none=True, metadata={"description": "browser and system, or the program"}
    )
    current = fields.Boolean(metadata={"description": "whether it is the one that asks"})


class TokensView(Schema):
    access_token = fields.String(metadata=SECRET)
    token_type = fields.String()
    expires_in = fields.Integer(metadata={"description": "seconds"})
    refresh_token = fields.String(metadata=SECRET)
    user = fields.Nested(PersonView)
