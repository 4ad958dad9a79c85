"""Files that were sent before it is said to which name of which document they belong."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.attachments.actions import SWEPT_AFTER, attach
from services.accounts.documents.models import Attachment, WaitingFile
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

LIFE = timedelta(seconds=SWEPT_AFTER)
NO_FILE = N_("No file of this name was sent for the document within the last hour.")


def wait(session: Session, document_id: str, name: str, kept: Attachment) -> None:
    """Let a file that is kept wait under `name`; another one under that name gives way."""
    facts = {
        column: getattr(kept, column) for column in ("media_type", "size", "sha256", "created_at")
    }
    session.merge(WaitingFile(document_id=document_id, sent_as=name, name=kept.name, **facts))


def attach_waiting(session: Session, account: Account, document_id: str, name: str) -> Attachment:
    """Attach the file that waits under `name`; Missing where none does."""
    file = session.get(WaitingFile, (document_id, name), with_for_update=True)
    if file is None or file.created_at <= now() - LIFE:
        raise Missing(NO_FILE)
    facts = {column: getattr(file, column) for column in ("name", "media_type", "size", "sha256")}
    session.delete(file)
    attachment = Attachment(id=new_id(), created_at=now(), **facts)
    attach(session, account, document_id, attachment)
    return attachment


def forget_old(session: Session) -> None:
    """Let go of files that nobody asked for in time."""
    session.execute(delete(WaitingFile).where(WaitingFile.created_at <= now() - LIFE))
