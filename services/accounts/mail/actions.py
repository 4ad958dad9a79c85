"""Mail leaves with the transaction that causes it: a row is written, the worker delivers."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.mail.models import Mail
from services.accounts.mail.texts import LETTERS
from shared.clock import now
from shared.ids import new_id


def post(session: Session, recipient: str, kind: str, **facts: Any) -> None:
    """Send `recipient` the letter `kind`, filled in with `facts`, once `session` commits."""
    if kind not in LETTERS:
        raise KeyError(kind)
    mail = Mail(id=new_id(), recipient=recipient, kind=kind, facts=facts, attempts=0, next_at=now())
    session.add(mail)
