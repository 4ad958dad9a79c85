"""JSON of a request for a new company."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pl import nip

from shared.texts import N_
from shared.web.fields import Day, Email, Text

OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}

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
    first_name = Text(required=True, most=30)
    last_name = Text(required=True, most=81)


class CompanyBody(Schema):
    """A firm as accounts takes it at sign-up; what is not known is null."""

    name = Text(required=True, most=240)
    tax_no = TaxNumber(required=True, most=20)
    street = Text(required=True, most=65)
    house_number = Text(most=9, **OPTIONAL)
    flat_number = Text(most=10, **OPTIONAL)
    post_code = Text(required=True, most=10)
    city = Text(required=True, most=56)
    country = fields.String(
        required=True,
        validate=validate.Regexp(r"[A-Z]{2}\Z", error=N_("It is not a country code such as PL.")),
    )
    email = Email(required=True)
    voivodeship = Text(most=36, **OPTIONAL)
    county = Text(most=36, **OPTIONAL)
    commune = Text(most=36, **OPTIONAL)
    tax_office_code = fields.String(
        validate=validate.Regexp(r"[0-9]{4}\Z", error=N_("A tax office has a code of 4 digits.")),
        **OPTIONAL,
    )
    birth_date = Day(**OPTIONAL)
    person = fields.Nested(PersonBody, **OPTIONAL)

    @post_load
    def _as_json(self, company: dict[str, Any], **_: Any) -> dict[str, Any]:
        born = company["birth_date"]
        known = {name: None if value == "" else value for name, value in company.items()}
        return known | {"birth_date": born.isoformat() if born else None}


class NewClientBody(Schema):
    prefix = Prefix(required=True)
    company = fields.Nested(CompanyBody, required=True)
    client_email = Email(load_default=None, allow_none=True)


class PrefixesQuery(Schema):
    name = Text(required=True, most=240)
    city = Text(load_default=None, most=56)
    tax_no = TaxNumber(load_default=None, most=20)


class PrefixesView(Schema):
    items = fields.List(fields.String(), required=True)
