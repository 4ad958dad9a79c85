"""A document as people and programs see it."""

from typing import Any

from services.accounts.documents.computing import money
from services.accounts.documents.models import Document
from shared.texts import N_, say
from shared.web.problems import language

NO_RATE = N_(
    "The rate of exchange of the NBP is missing: the VAT in PLN can't be told, and exports that "
    "need it leave the document out."
)


def head_view(document: Document) -> dict[str, Any]:
    """What `DocumentHeadView` dumps."""
    return document.head | {
        "state": document.state.value,
        "paid": money(document.paid),
        "created_at": document.created_at,
        "warnings": warnings(document),
    }


def warnings(document: Document) -> list[dict[str, str]]:
    """What the document lacks though it may stand without it, in the caller's language."""
    if document.currency == "PLN" or document.head["exchange_rate"] is not None:
        return []
    return [{"pointer": "/exchange_rate", "detail": say(NO_RATE, language())}]


def whole_view(document: Document) -> dict[str, Any]:
    """What `DocumentView` dumps."""
    return head_view(document) | {"positions": document.positions}
