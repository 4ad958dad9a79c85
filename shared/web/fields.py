"""marshmallow fields for what the contract's JSON is made of."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.clock import rfc3339
from shared.texts import N_

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


class Text(fields.String):
    """A string for people: no control characters, no half of a character, at most `most` long.

    Spaces around it are dropped; with `required` it must then hold something.
    """

    def __init__(self, *, most: int = 200, **options: Any) -> None:
        metadata = {"maxLength": most} | dict(options.pop("metadata", {}))
        super().__init__(metadata=metadata, **options)
        self.most = most

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, *arguments, **options)).strip()
        if CONTROL.search(text) or SURROGATE.search(text):
            raise ValidationError(N_("It holds a character that is not text."))
        if len(text) > self.most:
            raise ValidationError(N_("It is too long."))
        if self.required and not text:
            raise ValidationError(N_("It is empty."))
        return text


class Email(Text):
    """An e-mail address, kept in lower case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=254, metadata={"format": "email"}, **options)

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        text = super()._deserialize(value, *arguments, **options).lower()
        validate.Email(error=N_("It is not an e-mail address."))(text)
        return text


class Money(fields.Field[Decimal]):
    """An amount of money or a quantity: a decimal string such as `"123.00"`, never a number."""

    def __init__(self, *, places: int = 2, **options: Any) -> None:
        super().__init__(**options)
        self.places = places

    def _serialize(self, value: Decimal | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else f"{value:.{self.places}f}"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if not isinstance(value, str):
            raise ValidationError(N_('Write it as a string, such as "123.00".'))
        try:
            amount = Decimal(value)
        except InvalidOperation as error:
            raise ValidationError(N_("It is not a decimal number.")) from error
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > self.places or amount.adjusted() > 12:
            raise ValidationError(N_("It has too many places."))
        return amount


class Moment(fields.Field[datetime]):
    """A time in an answer: RFC 3339 in UTC."""

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else rfc3339(value)


class Day(fields.Date):
    """A calendar date, ISO 8601, of this and the last century."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> date:
        day = super()._deserialize(value, *arguments, **options)
        if not 1900 <= day.year <= 2199:
            raise ValidationError(N_("It is not a date of our time."))
        return day


SAID_BY_MARSHMALLOW = (
    N_("Missing data for required field."),
    N_("Field may not be null."),
    N_("Unknown field."),
    N_("Not a valid string."),
    N_("Not a valid integer."),
    N_("Not a valid boolean."),
    N_("Not a valid date."),
    N_("Not a valid list."),
)
"""What the library says by itself; the catalogue has it, too."""

OPENAPI_TYPES: dict[type, dict[str, Any]] = {
    Money: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["123.00"]},
    Moment: {"type": "string", "format": "date-time"},
}
