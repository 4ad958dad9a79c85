"""JSON of leavings."""

from marshmallow import Schema, ValidationError, fields, validates

from services.accounts.leaving.lifecycle import State
from shared.texts import N_
from shared.web.fields import Moment, Text

REASON_CODES = ("identity_dispute", "court_order", "bankruptcy", "succession", "fraud_suspected")
"""Why an operator may keep an account with the bureau that owns it."""

UNPAID = N_(
    "Unpaid fees are no reason to keep a client's account. The bureau claims them by other ways."
)
NO_REASON = N_(
    "A reason is identity_dispute, court_order, bankruptcy, succession or fraud_suspected."
)


class LeavingView(Schema):
    id = fields.String()
    account = fields.String(attribute="account.prefix")
    state = fields.Enum(State, by_value=fields.String)
    since = Moment(attribute="started_at")
    deadline = Moment(metadata={"description": "The end of the 10th working day in Poland."})
    taker = fields.String(attribute="taker.email")
    reason_code = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    version = fields.Integer()


class StopBody(Schema):
    reason_code = fields.String(
        required=True, metadata={"description": f"One of {', '.join(REASON_CODES)}."}
    )
    reason = Text(most=1000, required=True)

    @validates("reason_code")
    def be_a_reason(self, value: str, **_: object) -> None:
        if value == "unpaid_fees":
            raise ValidationError(UNPAID)
        if value not in REASON_CODES:
            raise ValidationError(NO_REASON)
