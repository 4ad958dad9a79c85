"""JSON of payments."""

from marshmallow import Schema, fields

from services.accounts.documents.issuing.schemas import OPTIONAL, one_of
from shared.contracts.printing.words import PAYMENT_FORMS
from shared.web.fields import Day, Moment, Money, Text


class PaymentBody(Schema):
    """Without an amount: all that is left to pay."""

    amount = Money(**OPTIONAL)
    paid_on = Day(**OPTIONAL)
    form = one_of(*PAYMENT_FORMS)
    description = Text(most=1000, **OPTIONAL)


class PaymentView(Schema):
    id = fields.UUID(required=True)
    document_id = fields.UUID(required=True, allow_none=True)
    amount = Money(required=True)
    currency = fields.String(required=True)
    paid_on = fields.Date(required=True)
    form = fields.String(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)
