"""Taking questions of exports, and answering them."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import announce_again
from services.accounts.documents.models import Document
from services.accounts.statements.counting import count
from services.accounts.statements.models import StatementRequest
from shared import outbox
from shared.clock import now

LEASE = timedelta(minutes=5)  # In which a statement is counted, or its process has died.

log = structlog.get_logger(__name__)


def note_question(session: Session, package_id: str, *, round: int, **asked: Any) -> None:
    """Keep a question to be answered; a later one takes the place of the one before."""
    known = session.get(StatementRequest, package_id, with_for_update=True, populate_existing=True)
    if known is None:
        known = StatementRequest(package_id=package_id, round=0)
        session.add(known)
    if round <= known.round:
        return
    known.round, known.next_at = round, now()
    for name, value in asked.items():
        setattr(known, name, value)


def answer_due(writes: sessionmaker[Session], snapshots: sessionmaker[Session]) -> int:
    """Answer the questions that wait, each at least once; says how many there were.

    It is counted in one unchanging view, in which nobody waits for it.
    """
    taken = 0
    while question := _claim(writes, snapshots):
        try:
            _answer(writes, snapshots, question)
        except SQLAlchemyError:
            raise
        except Exception:  # One that breaks must not keep the others waiting; it comes again.
            log.exception("statement.failed", package=question.package_id)
        taken += 1
    return taken


def _answer(
    writes: sessionmaker[Session], snapshots: sessionmaker[Session], question: StatementRequest
) -> None:
    with snapshots() as session:
        statement = count(session, question)
    with writes.begin() as session:
        _send_again(session, question)
        outbox.publish(session, statement, subject_id=question.package_id)
        this = (StatementRequest.package_id == question.package_id) & (
            StatementRequest.round == question.round
        )
        session.execute(delete(StatementRequest).where(this))


def _claim(
    writes: sessionmaker[Session], snapshots: sessionmaker[Session]
) -> StatementRequest | None:
    """Take one and put its next try off: should this process die, another will answer."""
    due = select(StatementRequest.package_id).where(StatementRequest.next_at <= now()).limit(1)
    with snapshots() as session:  # Needs no write lock where there is nothing to do.
        if session.scalar(due) is None:
            return None
    with writes.begin() as session:
        one = due.with_for_update(skip_locked=True).scalar_subquery()
        taken = update(StatementRequest).where(StatementRequest.package_id.in_(one))
        return session.scalar(taken.values(next_at=now() + LEASE).returning(StatementRequest))


def _send_again(session: Session, question: StatementRequest) -> None:
    """Announce those of the documents once more that are the account's."""
    account = session.get_one(Account, question.account_id)
    mine = select(Document.id).where(
        Document.account_id == account.id, Document.id.in_(question.missing)
    )
    for document_id in session.scalars(mine.order_by(Document.id)).all():
        announce_again(session, account, document_id)
