"""What the pages of contractors are sent."""

from marshmallow import Schema, fields, validate

from services.accounts.documents.issuing.schemas import OPTIONAL
from shared.pages.queries import lenient
from shared.texts import N_
from shared.web.fields import Email, Text


class ContractorQuery(Schema):
    q = Text(most=200, load_default=None)
    cursor = fields.String(load_default=None)


ContractorFilters = lenient(ContractorQuery)


class ContractorForm(Schema):
    name = Text(most=512, required=True)
    tax_no = Text(most=50, **OPTIONAL)
    country = fields.String(
        load_default="PL",
        validate=validate.Regexp("[A-Z]{2}$", error=N_("It is not a country code such as PL.")),
    )
    street = Text(most=200, **OPTIONAL)
    post_code = Text(most=20, **OPTIONAL)
    city = Text(most=100, **OPTIONAL)
    email = Email(**OPTIONAL)
    bank_account = Text(most=34, **OPTIONAL)
