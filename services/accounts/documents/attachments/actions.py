"""Attaching files to a document, reading them, taking them away."""

from collections.abc import Collection, Sequence

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import get_document, locked_document, step
from services.accounts.documents.attachments.sniffing import kind_of, safe_name
from services.accounts.documents.attachments.store import Damaged, Store
from services.accounts.documents.models import Attachment, WaitingFile
from services.accounts.sightings.looking import saw
from shared.clock import now
from shared.errors import Missing, Refused, Unavailable
from shared.ids import new_id
from shared.texts import N_
from shared.web.versions import check_if_match

MOST = 50  # of one document
SWEPT_AFTER = 3600.0  # seconds
SWEPT_AT_ONCE = 1000

NO_ATTACHMENT = N_("The document has no such attachment.")
TOO_MANY = N_("A document has %(most)s attachments at most.")
DAMAGED = N_("The file of the attachment is damaged or gone; the operator has to bring it back.")

log = structlog.get_logger()


def keep(store: Store, content: bytes, name: str | None) -> Attachment:
    """Put the file away, and tell what it is; raises UnsupportedMediaType.

    Its row is for `attach`: a file without one is swept away.
    """
    kind = kind_of(content)
    return Attachment(
        id=new_id(),
        name=safe_name(name, kind),
        media_type=kind.media_type,
        size=len(content),
        sha256=store.put(content),
        created_at=now(),
    )


def attach(session: Session, account: Account, document_id: str, attachment: Attachment) -> None:
    """Attach a file that is kept already; announces the document with it."""
    document = locked_document(session, account, document_id)
    count = select(func.count()).where(Attachment.document_id == document.id)
    if (session.scalar(count) or 0) >= MOST:
        raise Refused(TOO_MANY, most=MOST)
    attachment.document_id, attachment.account_id = document.id, account.id
    session.add(attachment)
    session.flush()
    step(session, document, "attach")


def unattach(session: Session, account: Account, document_id: str, attachment_id: str) -> None:
    """Take an attachment away; its file goes when no other refers to it."""
    document = locked_document(session, account, document_id)
    check_if_match(document.version)
    session.delete(_of(session, document.id, attachment_id))
    session.flush()
    step(session, document, "unattach")


def list_attachments(session: Session, account: Account, document_id: str) -> Sequence[Attachment]:
    """The document's attachments, the oldest first."""
    document = get_document(session, account, document_id)
    query = select(Attachment).where(Attachment.document_id == document.id)
    return session.scalars(query.order_by(Attachment.id)).all()


def get_attachment(
    session: Session, account: Account, document_id: str, attachment_id: str
) -> Attachment:
    """One attachment of one document of the account; Missing where there is none."""
    found = _of(session, get_document(session, account, document_id).id, attachment_id)
    saw(session, account.id, "attachment", document_id)
    return found


def read(store: Store, attachment: Attachment) -> bytes:
    """Its file; Unavailable where that is not what was attached."""
    try:
        return store.read(attachment.sha256)
    except Damaged as error:
        log.error("attachment.damaged", attachment=attachment.id, error=str(error))
        failure = Unavailable(DAMAGED)
        failure.members["damaged"] = True  # Trying again does not help.
        raise failure from error


def sweep(session: Session, store: Store) -> None:
    """Forget files that no attachment and no waiting file refers to, some at a time."""

    def is_needed(prints: Collection[str]) -> Collection[str]:
        attached = select(Attachment.sha256).where(Attachment.sha256.in_(prints))
        waiting = select(WaitingFile.sha256).where(WaitingFile.sha256.in_(prints))
        return session.scalars(attached.union(waiting)).all()

    store.sweep(SWEPT_AFTER, is_needed, SWEPT_AT_ONCE)


def _of(session: Session, document_id: str, attachment_id: str) -> Attachment:
    query = select(Attachment).where(
        Attachment.document_id == document_id, Attachment.id == attachment_id
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(NO_ATTACHMENT)
    return found
