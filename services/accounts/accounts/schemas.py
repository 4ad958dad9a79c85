"""JSON of accounts and of the firms that they belong to."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.pl import nip

from services.accounts.sessions.passwords import NewPassword
from shared.texts import N_
from shared.web.fields import Day, Email, Moment, Text

OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}


class Nip(Text):
    """A Polish tax number; hyphens and the country's letters are dropped."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        text = super()._deserialize(value, *arguments, **options)
        try:
            number = str(nip.validate(text))
        except InvalidNumber as error:
            raise ValidationError(N_("It is not a valid NIP.")) from error
        if not number.strip("0"):
            raise ValidationError(N_("It is not a valid NIP."))
        return number


class IsoDay(Day):
    """A date that is kept as JSON writes it."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> Any:
        return super()._deserialize(value, *arguments, **options).isoformat()

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class NaturalPersonBody(Schema):
    first_name = Text(most=30, required=True)
    last_name = Text(most=81, required=True)

    def load(self, data: Any, *, partial: Any = None, **options: Any) -> Any:
        """A person is given whole, also where only some members of the firm are given."""
        return super().load(data, partial=False, **options)


class CompanyBody(Schema):
    """A firm as messages and rows hold it: every member is there, `null` where it is unknown."""

    name = Text(most=240, required=True)
    tax_no = Nip(most=20, required=True)
    street = Text(most=65, required=True)
    house_number = Text(most=9, **OPTIONAL)
    flat_number = Text(most=10, **OPTIONAL)
    post_code = Text(most=10, required=True)
    city = Text(most=56, required=True)
    country = fields.String(
        required=True,
        validate=validate.Regexp("[A-Z]{2}$", error=N_("It is not a country code such as PL.")),
    )
    email = Email(required=True)
    voivodeship = Text(most=36, **OPTIONAL)
    county = Text(most=36, **OPTIONAL)
    commune = Text(most=36, **OPTIONAL)
    tax_office_code = fields.String(
        validate=validate.Regexp("[0-9]{4}$", error=N_("A tax office has a code of 4 digits.")),
        **OPTIONAL,
    )
    birth_date = IsoDay(**OPTIONAL)
    person = fields.Nested(NaturalPersonBody, **OPTIONAL)

    @post_load
    def to_json(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: None if value == "" else value for name, value in data.items()}


class PartialCompanyBody(CompanyBody):
    """Some members of a firm."""


class CompanyView(CompanyBody):
    """The same, in answers."""


class OwnerBody(Schema):
    name = Text(required=True)
    email = Email(required=True)
    password = NewPassword(required=True)


class SignUpBody(Schema):
    prefix = fields.String(required=True)
    company = fields.Nested(CompanyBody, required=True)
    owner = fields.Nested(OwnerBody, required=True)


class CompanyChangeBody(Schema):
    company = fields.Nested(PartialCompanyBody(partial=True), required=True)


class OwnerView(Schema):
    kind = fields.String(metadata={"enum": ["user", "bureau"]})
    id = fields.String()
    name = fields.String(allow_none=True)
    email = fields.String(metadata={"description": "of a person"})
    prefix = fields.String(metadata={"description": "of a bureau"})


class AccountView(Schema):
    id = fields.String()
    prefix = fields.String()
    company = fields.Nested(CompanyView)
    owner = fields.Nested(OwnerView)
    bureau_prefix = fields.String(allow_none=True)
    bureau_role = fields.String(allow_none=True)
    payer = fields.String(metadata={"enum": ["client", "bureau"]})
    created_at = Moment()
    version = fields.Integer()
