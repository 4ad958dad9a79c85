"""Mail leaves with the transaction that causes it: a row is written, the worker delivers."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.mail.models import Mail
from services.accounts.mail.texts import LETTERS, text_of, without_secrets
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

KEPT = timedelta(days=90)

NO_MAIL = N_("There is no such mail of this account.")


def post(session: Session, recipient: str, kind: str, **facts: Any) -> None:
    """Send `recipient` the letter `kind`, filled in with `facts`, once `session` commits.

    A letter with the fact `prefix` is about that account, whose people see what became of it. A
    link's token is called `token`; nobody sees it but the recipient.
    """
    if kind not in LETTERS:
        raise KeyError(kind)
    moment = now()
    mail = Mail(
        id=new_id(),
        recipient=recipient,
        kind=kind,
        facts=facts,
        attempts=0,
        next_at=moment,
        queued_at=moment,
    )
    if "prefix" in facts:
        session.flush()  # The account may be new.
        query = select(Account.id).where(Account.prefix == facts["prefix"])
        mail.account_id = session.scalar(query)
    session.add(mail)


def mails_of(account: Account) -> Select[Mail]:
    """The mails about an account."""
    return select(Mail).where(Mail.account_id == account.id)


def get(session: Session, account: Account, mail_id: str) -> Mail:
    """One of them; Missing if there is none with this id."""
    mail = session.scalars(mails_of(account).where(Mail.id == mail_id)).one_or_none()
    if mail is None:
        raise Missing(NO_MAIL)
    return mail


def shown_text(mail: Mail, public_url: str) -> str:
    """What a mail says, without the secret in its link."""
    facts = without_secrets(mail.facts) | {"recipient": mail.recipient}
    return text_of(mail.kind, facts, public_url)


def forget_old(session: Session) -> None:
    """Delete what was delivered or given up more than 90 days ago."""
    done = Mail.next_at.is_(None) & (Mail.queued_at < now() - KEPT)
    session.execute(delete(Mail).where(done))
