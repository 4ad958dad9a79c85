"""What Peppol demands that documents do not say."""

from services.exports.formats.schema import Schema
from shared.texts import N_

SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "buyer_reference": {
            "type": "string",
            "title": N_("Buyer reference on each invoice; NA where there is none"),
            "minLength": 1,
            "maxLength": 100,
            "pattern": r"^[^\x00-\x1f]*\S$",
            "default": "NA",
        },
    },
}
