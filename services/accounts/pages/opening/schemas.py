"""What the pages that open an account are sent."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, pre_load

from services.accounts.accounts.schemas import CompanyBody, SignUpBody


class SignUpForm(SignUpBody):
    """As the API has it; a firm without an e-mail of its own has its owner's."""

    @pre_load
    def fill_in(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        owner = dict(data.get("owner") or {})
        company = {"email": owner.get("email", "")} | dict(data.get("company") or {})
        return {**data, "owner": owner, "company": company}


class AnotherAccountForm(Schema):
    """A further account of who is signed in."""

    prefix = fields.String(required=True)
    company = fields.Nested(CompanyBody, required=True)
