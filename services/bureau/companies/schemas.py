"""JSON of a request for a new company."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pl import nip

from shared.texts import N_
from shared.web.fields import Day, Email, Text

PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")


class Prefix(fields.String):
    """The first label of an account's address, folded to lower case.

    Which words the product keeps for itself accounts knows, and refuses them.
    """

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        prefix = str(super()._deserialize(value, *arguments, **options)).strip().lower()
        if not PREFIX.fullmatch(prefix):
            raise ValidationError(N_("A prefix has 3–40 letters a–z, digits and inner hyphens."))
        return prefix


class TaxNumber(Text):
    """A NIP, kept as ten digits; spaces, hyphens and the letters PL before it are passed over."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        text = super()._deserialize(value, *arguments, **options)
        try:
            number = str(nip.validate(text))
        except NumberError as error:
            raise ValidationError(N_("It is not a NIP: its check digit is wrong.")) from error
        if not number.isascii() or not number.strip("0"):
            raise ValidationError(N_("It is not a NIP: its check digit is wrong."))
        return number


class PersonBody(Schema):
    first_name = Text(required=True, most=100)
    last_name = Text(required=True, most=100)


class CompanyBody(Schema):
    """The same fields as at sign-up; what the JPK files need besides may come later."""

    name = Text(required=True, most=240)
    tax_no = TaxNumber(required=True, most=20)
    street = Text(required=True, most=120)
    house_number = Text(most=20)
    flat_number = Text(most=20)
    post_code = Text(required=True, most=20)
    city = Text(required=True, most=120)
    country = Text(required=True, validate=validate.Regexp(r"[A-Z]{2}\Z"))
    email = Email(required=True)
    voivodeship = Text(most=60)
    county = Text(most=60)
    commune = Text(most=60)
    tax_office_code = Text(validate=validate.Regexp(r"\d{4}\Z"))
    birth_date = Day()
    person = fields.Nested(PersonBody)

    @post_load
    def _as_json(self, company: dict[str, Any], **_: Any) -> dict[str, Any]:
        born = company.get("birth_date")
        return company | ({"birth_date": born.isoformat()} if born else {})


class NewClientBody(Schema):
    prefix = Prefix(required=True)
    company = fields.Nested(CompanyBody, required=True)
    client_email = Email(load_default=None, allow_none=True)
