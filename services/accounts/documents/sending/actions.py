"""Mailing a document, and following the link in the mail."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, literal_column, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.digests import digest, new_secret
from services.accounts.documents.actions import link_of, note, one_of
from services.accounts.documents.models import Document
from services.accounts.documents.sending.models import DocumentLink
from services.accounts.mail.actions import post
from shared.clock import now
from shared.errors import Invalid, Missing
from shared.texts import N_

LIFE = timedelta(days=90)

NO_ADDRESS = N_("Say to which e-mail the document goes; it names none of its buyer.")
NO_LINK = N_("This link has run out, or the document is not there any more.")


def send(
    session: Session,
    account: Account,
    document: Document,
    emails: Sequence[str] = (),
    *,
    attached: bool = True,
) -> list[str]:
    """Mail the document, as it is now, to `emails`, or to its buyer; gives who gets it.

    Each gets a mail and a link of their own, so that none reads of another.
    """
    recipients = list(dict.fromkeys(emails)) or _buyers(document)
    for recipient in recipients:
        _mail(session, account, document, recipient, attached=attached)
    if document.delivery == "issued":
        note(session, document, delivery="sent")
    return recipients


def follow(session: Session, token: str) -> Document:
    """The document that a mailed link leads to; Missing when there is none any more."""
    link = session.get(DocumentLink, digest(token))
    if link is None or link.expires_at <= now():
        raise Missing(NO_LINK)
    standing = Document.state != literal_column("'deleted'")
    return one_of(session, select(Document).where(Document.id == link.document_id, standing))


def forget_old(session: Session) -> None:
    """Delete the links that have run out."""
    session.execute(delete(DocumentLink).where(DocumentLink.expires_at <= now()))


def _buyers(document: Document) -> list[str]:
    email: str | None = document.head["buyer"]["email"]
    if not email:
        raise Invalid(NO_ADDRESS, errors=[{"pointer": "/email_to", "detail": NO_ADDRESS}])
    return [email]


def _mail(
    session: Session, account: Account, document: Document, recipient: str, *, attached: bool
) -> None:
    token = new_secret()
    link = DocumentLink(digest=digest(token), document_id=document.id, expires_at=now() + LIFE)
    session.add(link)
    facts = {
        "firm": account.company["name"],
        "prefix": account.prefix,
        "number": document.number,
        "amount": f"{document.gross:.2f} {document.currency}",
        "reply_to": account.company["email"],
        "token": token,
        "until": link.expires_at.date().isoformat(),
    }
    printed = {"document": document.content, "ksef_link": link_of(session, document)}
    post(session, recipient, "document", **facts, **(printed if attached else {}))
