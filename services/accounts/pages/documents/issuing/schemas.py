"""What the form of a document says, by the API's schemas."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.accounts.documents.issuing.given import PRICES
from services.accounts.documents.issuing.schemas import (
    MOST_POSITIONS,
    CorrectionBody,
    NewDocumentBody,
    PositionBody,
)
from services.accounts.documents.listing import SIDES
from shared.pages.queries import lenient
from shared.pages.typing import as_typed
from shared.texts import N_

NO_POSITIONS = N_("Add at least one position.")
SAY_PRICE = N_("Say the price of one, or under “More” the value of the row.")
ONE_OF_THEM = N_("Say the price of one or the value of the row, not both.")

SUMMED = ("kind", "positions", "vat_strategy", "currency", "exchange_rate", "margin")
"""What the sums are computed from."""


class SideQuery(Schema):
    side = fields.String(load_default="sales", validate=validate.OneOf(SIDES))


NewFilters = lenient(SideQuery)


class PositionForm(PositionBody):
    """A row with one price, so that the refusal stands at its field."""

    @validates_schema(skip_on_field_errors=False)
    def has_one_price(self, data: dict[str, Any], **_: Any) -> None:
        named = [name for name in PRICES if data.get(name) is not None]
        if len(named) != 1:
            raise ValidationError({"price": [ONE_OF_THEM if named else SAY_PRICE]})


IssueForm = as_typed(
    NewDocumentBody,
    positions=fields.List(
        fields.Nested(PositionForm),
        required=True,
        error_messages={"required": NO_POSITIONS},
        validate=validate.Length(max=MOST_POSITIONS),
    ),
)

CorrectionForm = as_typed(CorrectionBody)
