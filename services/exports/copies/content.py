"""What is read out of a message's document: its dates and its original file."""

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from shared.contracts.document import Attachment, Document, Original
from shared.contracts.statement import canonical

LARGEST_ORIGINAL = 50 * 1024 * 1024  # bytes, as accounts takes them


class DamagedOriginal(Exception):
    """An original file whose bytes are not those that its hash names."""


def fingerprint(document: Document) -> str:
    """The SHA-256 of all that the document says: a version that says the same has the same."""
    return sha256(canonical(cast("Document", {**document, "version": 0})))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sale_date(document: Document) -> date:
    """When the goods or services were delivered: the issue date where no other is named."""
    return date.fromisoformat(document["sale_date"] or document["issue_date"])


def accounting_date(document: Document) -> date:
    """When it is booked.

    The booking date for VAT, else for income tax; where nobody set one, a cost counts from the
    day it came in and a sale from the day of delivery.
    """
    received = None if document["income"] else document["receipt_date"]
    chosen = document["vat_date"] or document["income_tax_date"] or received
    return date.fromisoformat(chosen) if chosen else sale_date(document)


def listed(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    """What a copy keeps of a document's attachments, the oldest first; not their bytes."""
    names = ("id", "name", "media_type", "size", "sha256")
    return [{name: each.get(name) for name in names} for each in attachments]


def with_attachments(document: str, attachments: Sequence[Attachment]) -> str | None:
    """The SHA-256 of a document, by its fingerprint, and its attachments; None without any."""
    files = sorted(f"{each['id']} {each['sha256']} {each['name']}" for each in attachments)
    return sha256("\n".join([document, *files]).encode()) if files else None


def original_row(document_id: str, original: Original) -> Mapping[str, Any]:
    """The original as its table holds it; raises DamagedOriginal where it does not fit its hash."""
    unpacking = zlib.decompressobj()
    try:
        packed = base64.b64decode(original["content"], validate=True)
        content = unpacking.decompress(packed, LARGEST_ORIGINAL)
    except (ValueError, zlib.error) as error:
        raise DamagedOriginal(f"original of {document_id}: {error}") from error
    if not unpacking.eof or sha256(content) != original["sha256"]:
        raise DamagedOriginal(f"original of {document_id} is not {original['sha256']}")
    return {
        "document_id": document_id,
        "name": original["name"],
        "media_type": original["media_type"],
        "sha256": original["sha256"],
        "content": content,
    }
