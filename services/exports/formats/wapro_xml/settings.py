"""What an account's WAPRO Kaper or Fakir calls its documents: the types of its source.

A document whose type the source does not know is not imported; the defaults are those that the
programs set up themselves.
"""

from collections.abc import Mapping
from typing import Any

from services.exports.formats.kinds import CORRECTION
from services.exports.formats.schema import Schema
from shared.contracts.document import Document
from shared.texts import N_


def _type(title: str, default: str) -> Schema:
    return {
        "type": "string",
        "title": title,
        "minLength": 1,
        "maxLength": 6,
        "pattern": r"^[^\x00-\x20&<>]*$",
        "default": default,
    }


SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "sale_type": _type(N_("Type of a sale"), "FV"),
        "sale_correction_type": _type(N_("Type of a sale's correction"), "KF"),
        "purchase_type": _type(N_("Type of a purchase"), "FZ"),
        "purchase_correction_type": _type(N_("Type of a purchase's correction"), "KF"),
    },
}


def document_type(document: Document, settings: Mapping[str, Any]) -> str:
    side = "sale" if document["income"] else "purchase"
    correction = "_correction" if document["kind"] == CORRECTION else ""
    return str(settings[f"{side}{correction}_type"])
