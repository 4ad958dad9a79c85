"""JSON of the second factor."""

from marshmallow import Schema, fields

from services.accounts.sessions.passwords import Password
from services.accounts.sessions.schemas import SECRET, Code
from shared.web.fields import Moment


class EnrolBody(Schema):
    password = Password(required=True)


class ConfirmBody(Schema):
    code = Code(required=True)


class ProofBody(Schema):
    password = Password(required=True)
    code = Code(required=True)


class SecondFactorView(Schema):
    is_on = fields.Boolean()
    confirmed_at = Moment(allow_none=True)
    recovery_codes_left = fields.Integer()


class SecretView(Schema):
    secret = fields.String(metadata=SECRET)
    otpauth_uri = fields.String(metadata=SECRET)


class RecoveryCodesView(Schema):
    recovery_codes = fields.List(fields.String(), metadata=SECRET)
