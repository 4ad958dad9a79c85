"""A document as people and programs see it."""

from typing import Any

from services.accounts.documents.computing import money
from services.accounts.documents.models import Document


def head_view(document: Document) -> dict[str, Any]:
    """What `DocumentHeadView` dumps."""
    return document.head | {
        "state": document.state.value,
        "paid": money(document.paid),
        "created_at": document.created_at,
    }


def whole_view(document: Document) -> dict[str, Any]:
    """What `DocumentView` dumps."""
    return head_view(document) | {"positions": document.positions}
