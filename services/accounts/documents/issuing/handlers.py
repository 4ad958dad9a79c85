"""What issuing listens to: exports that went into somebody's books."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import lock_documents, step
from services.accounts.documents.lifecycle import LIFECYCLE
from services.accounts.documents.models import Document
from shared.contracts.exports import DocumentsBooked
from shared.history import history
from shared.inbox import Handlers


def on_documents_booked(session: Session, message: DocumentsBooked) -> None:
    """Lock the documents as they went out.

    One that was changed since is another than in the books, and waits for the next export; one
    that is booked, cancelled or deleted stays so.
    """
    account = session.get(Account, message.account_id)
    if account is None:
        return
    lock_documents(session, account)
    went_out = {each["id"]: each["version"] for each in message.documents}
    query = select(Document).where(Document.account_id == account.id, Document.id.in_(went_out))
    for document in session.scalars(query.options(undefer(Document.positions))).all():
        is_the_same = not _was_changed(session, document, went_out[document.id])
        if is_the_same and LIFECYCLE.may(document, "book"):
            step(session, document, "book")


def _was_changed(session: Session, document: Document, version: int) -> bool:
    """Whether somebody changed the document after `version`; paying for it is no change.

    Each version but the first has its row in the history.
    """
    if document.version == version:
        return False
    later = select(history.c.trigger).where(
        history.c.lifecycle == LIFECYCLE.name, history.c.entity_id == document.id
    )
    steps = session.scalars(later.order_by(history.c.position).offset(version - 1))
    return "change" in steps.all()


HANDLERS: Handlers = {DocumentsBooked: on_documents_booked}
