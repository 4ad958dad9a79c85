"""What the pages of the desk are sent."""

from marshmallow import Schema, fields, validate

from services.accounts.freezes.schemas import DecisionBody
from shared.texts import N_


class DeskQuery(Schema):
    cursor = fields.String(load_default=None)
    leavings = fields.String(load_default="open", validate=validate.OneOf(["open", "stopped"]))
    after = fields.String(load_default=None, metadata={"description": "Of the leavings."})


class DecisionForm(DecisionBody):
    decision = fields.String(
        required=True,
        validate=validate.OneOf(
            ["keep", "give_back"], error=N_("Choose who is to own the account.")
        ),
    )
