"""What the page of a document is sent."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from services.accounts.documents.schemas import LANGUAGES
from services.accounts.documents.sending.schemas import MOST
from shared.web.fields import Email

BETWEEN = re.compile(r"[\s,;]+")


class PrintQuery(Schema):
    lang = fields.String(load_default="pl", validate=validate.OneOf(LANGUAGES))


class SendingForm(Schema):
    """One line of addresses, parted by commas, semicolons or spaces."""

    emails = fields.List(Email(), required=True, validate=validate.Length(1, MOST))

    @pre_load
    def part(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        given = " ".join(data.get("emails") or [])
        return {"emails": list(filter(None, BETWEEN.split(given)))}
