"""What a client's page is asked, and what its forms say."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.bureau.desk.schemas import MOST_NOTE
from services.bureau.months.schemas import MONTH
from shared.pages.queries import lenient
from shared.texts import N_
from shared.web.fields import Text

NO_MONTH = N_("It is not a month such as 2026-11.")
LONG_TAG = N_("A tag has 40 characters at most.")
LONGEST_TAG = 40


def _month(**options: Any) -> fields.String:
    check = validate.Regexp(MONTH.pattern + r"\Z", error=NO_MONTH)
    return fields.String(validate=check, **options)


class ClientPageQuery(Schema):
    """The month to look at; `was` is the state that a page which waits has shown so far."""

    month = _month(load_default=None)
    was = Text(load_default=None, most=20)


PageQuery = lenient(ClientPageQuery)


class MonthForm(Schema):
    """A month, and the step that takes it on."""

    month = _month(required=True)
    trigger = fields.String(
        required=True, validate=validate.OneOf(["complete", "take_up", "close"])
    )


class ReopenForm(Schema):
    """A month that is opened again, and why."""

    month = _month(required=True)
    reason = Text(required=True, most=500)


class PeopleForm(Schema):
    """Who looks after the client; carer and deputy do so without a tick of their own."""

    user_ids = fields.List(Text(most=36), load_default=list, validate=validate.Length(max=500))
    carer = Text(most=36, load_default=None)
    deputy = Text(most=36, load_default=None)


class Tags(fields.Field[list[str]]):
    """Words parted by commas, in lower case, each once."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> list[str]:
        words = list(dict.fromkeys(w for w in (w.strip().lower() for w in value.split(",")) if w))
        if any(len(word) > LONGEST_TAG for word in words):
            raise ValidationError(LONG_TAG)
        return words


class NotesForm(Schema):
    """What the bureau writes down about the client, and the version that was looked at."""

    own_number = Text(load_default=None, most=40)
    tags = Tags(load_default=list)
    note = Text(load_default=None, most=MOST_NOTE)
    version = fields.Integer(required=True)


class WhyForm(Schema):
    """Why the co-operation ends, for the bureau's own history."""

    reason = Text(load_default=None, most=500)
