"""All that the page of a document shows, in a number of queries that does not grow with it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import standing
from services.accounts.documents.attachments.actions import list_attachments
from services.accounts.documents.history import steps_of
from services.accounts.documents.issuing.actions import is_correctable, today
from services.accounts.documents.issuing.corrections import corrections_of
from services.accounts.documents.kinds import NO_CLAIM, WAREHOUSE
from services.accounts.documents.lifecycle import CANCELLED, LIFECYCLE
from services.accounts.documents.models import Document, Original
from services.accounts.pages.documents.words import STEPS, badges, side_of
from services.accounts.payments.actions import payments_of
from services.accounts.payments.models import Payment
from shared.contracts.printing.facts import foot_facts, head_facts, parties, total_fact
from shared.contracts.printing.rows import parts_of, sum_lines
from shared.contracts.printing.words import PAYMENT_FORMS, Words
from shared.texts import N_
from shared.web.problems import language

MOST_STEPS, MOST_PAYMENTS = 50, 100

TAKEN_IN = N_("Came in as a file from KSeF")
RECORDED = N_("The document was issued")
COST_RECORDED = N_("The cost was recorded")


def sheet(document: Document) -> dict[str, Any]:
    """What stands on the document, as its print has it."""
    words, content = Words(language()), document.content
    return {
        "title": words.title(content),
        "facts": [fact for fact in head_facts(content, words) if fact[1]],
        "notes": words.notes(content),
        "parties": parties(content, words),
        "parts": parts_of(content, words),
        "sum_lines": sum_lines(content, words),
        "total": total_fact(content, words),
        "foot": [fact for fact in foot_facts(content, words) if fact[1]],
    }


def beside(session: Session, account: Account, document: Document) -> dict[str, Any]:
    """What is known of the document: its state, its payments, its files, its past."""
    original = session.scalar(select(Original.name).where(Original.document_id == document.id))
    return {
        "side": side_of(document),
        "badges": list(badges(document, today())),
        "today": today(),
        "allowed": LIFECYCLE.allowed(document),
        "lock": _lock(document),
        "correctable": is_correctable(document),
        "corrections": corrections_of(session, document),
        "corrected": session.scalar(standing(account).where(Document.id == document.corrects_id)),
        "is_paid_for": document.kind not in WAREHOUSE | NO_CLAIM,
        "left": document.gross - document.paid,
        "payments": _payments(session, account, document),
        "forms": PAYMENT_FORMS,
        "attachments": list_attachments(session, account, document.id),
        "original": original,
        "steps": list(_steps(session, account, document, came_in=original is not None)),
    }


def _lock(document: Document) -> str | None:
    """Why the document can't be changed though it stands."""
    if document.state is CANCELLED or LIFECYCLE.may(document, "change"):
        return None
    return LIFECYCLE.obstacles(document, "change")[0].text


def _payments(session: Session, account: Account, document: Document) -> list[Payment]:
    mine = payments_of(account).where(Payment.document_id == document.id)
    return list(session.scalars(mine.order_by(Payment.id).limit(MOST_PAYMENTS)))


def _steps(
    session: Session, account: Account, document: Document, *, came_in: bool
) -> Iterator[dict[str, Any]]:
    """What happened, the newest first; the document is the record of its beginning."""
    for each in steps_of(session, account, document, MOST_STEPS):
        name, tone = STEPS[each.trigger]
        yield {"at": each.at, "title": name, "text": each.who, "tone": tone}
    usual = RECORDED if document.income or document.kind in WAREHOUSE else COST_RECORDED
    begun = TAKEN_IN if came_in else usual
    yield {"at": document.created_at, "title": begun, "text": "", "tone": "ok"}
