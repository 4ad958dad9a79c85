"""Where a document's files lie in an archive, and what they are called."""

import re
from collections.abc import Mapping
from typing import Any

from services.exports.formats.archive_zip.names import Names
from services.exports.formats.schema import Schema
from shared.contracts.document import Document
from shared.texts import N_

FLAT, BY_MONTH, BY_KIND, ONE_PDF = "flat", "by_month", "by_kind", "one_pdf"

FIELDS = (
    "number", "issue_date", "sale_date", "month", "seller", "buyer", "seller_tax_no",
    "buyer_tax_no", "kind", "direction", "gross", "currency", "ksef_number", "id",
)  # fmt: skip

OPTIONS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "layout": {
            "type": "string",
            "title": N_("Folders"),
            "enum": [FLAT, BY_MONTH, BY_KIND, ONE_PDF],
            "default": FLAT,
        },
        "names": {
            "type": "string",
            "title": N_("Names of files, such as {issue_date}_{number}"),
            "maxLength": 200,
            "pattern": r"^([^{}]|\{(" + "|".join(FIELDS) + r")\})+$",
        },
        "split_mb": {
            "type": "string",
            "title": N_("Megabytes after which another ZIP begins"),
            "pattern": r"^[1-9][0-9]{0,4}$",
        },
        "pdf": {
            "type": "string",
            "title": N_("Documents as PDF"),
            "enum": ["yes", "no"],
            "default": "yes",
        },
        "language": {
            "type": "string",
            "title": N_("Language of the PDFs"),
            "enum": ["pl", "en"],
            "default": "pl",
        },
    },
}


class Layout:
    """The places in one archive: no two files get the same, on no system."""

    def __init__(self, options: Mapping[str, Any], date_basis: str) -> None:
        self._layout = options["layout"]
        self._template: str | None = options.get("names")
        self._date_basis = date_basis
        self._folders: dict[str, Names] = {}

    def pdf(self, document: Document) -> str:
        return self._place(document, "pdf", f"{self._stem(document)}.pdf")

    def original(self, document: Document, name: str) -> str:
        """It keeps the name that it came with, unless a template says another."""
        extension = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
        own = name or document["number"]
        new = self._stem(document) + (extension.group() if extension else "")
        return self._place(document, "originals", new if self._template else own)

    def attachment(self, document: Document, name: str) -> str:
        return self._place(document, "attachments", f"{self._stem(document)}_{name}")

    def _place(self, document: Document, sort: str, name: str) -> str:
        folder = f"{self._group(document)}{sort}"
        return f"{folder}/{self._folders.setdefault(folder, Names()).unique(name)}"

    def _group(self, document: Document) -> str:
        if self._layout == BY_MONTH:
            return f"{month(document, self._date_basis)}/"
        if self._layout == BY_KIND:
            return f"{_direction(document)}_{document['kind']}/"
        return ""

    def _stem(self, document: Document) -> str:
        return named(self._template or "{number}", document, self._date_basis)


def named(template: str, document: Document, date_basis: str) -> str:
    """The template with the document's own values; what it lacks is left out."""
    values: dict[str, str | None] = {
        "number": document["number"],
        "issue_date": document["issue_date"],
        "sale_date": document["sale_date"],
        "month": month(document, date_basis),
        "seller": document["seller"]["name"][:40],
        "buyer": document["buyer"]["name"][:40],
        "seller_tax_no": document["seller"]["tax_no"],
        "buyer_tax_no": document["buyer"]["tax_no"],
        "kind": document["kind"],
        "direction": _direction(document),
        "gross": document["gross"],
        "currency": document["currency"],
        "ksef_number": document["ksef_number"],
        "id": document["id"],
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]] or "", template)


def month(document: Document, date_basis: str) -> str:
    """The month in which the export counts it, `2026-10`."""
    booked = document["vat_date"] or document["income_tax_date"]
    received = None if document["income"] else document["receipt_date"]
    sale = document["sale_date"] or document["issue_date"]
    by_basis = {"issue": document["issue_date"], "sale": sale}
    return by_basis.get(date_basis, booked or received or sale)[:7]


def _direction(document: Document) -> str:
    return "sale" if document["income"] else "cost"
