"""What the pages of the second factor are sent."""

from marshmallow import fields

from services.accounts.second_factor.schemas import ConfirmBody, EnrolBody, ProofBody

__all__ = ["ConfirmForm", "EnrolForm", "ProofForm"]

EnrolForm, ProofForm = EnrolBody, ProofBody


class ConfirmForm(ConfirmBody):
    """The code of the app, and the secret from which it was made."""

    secret = fields.String(load_default="")
