"""What a document went through since it is here."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.lifecycle import LIFECYCLE
from services.accounts.documents.models import Document
from services.accounts.users.models import Membership, User
from shared.history import history


class Happened(NamedTuple):
    """A step that the document took; `who` is empty where it was no person who may be named."""

    at: datetime
    trigger: str
    who: str


def steps_of(session: Session, account: Account, document: Document, limit: int) -> list[Happened]:
    """The document's last steps, the newest first, and who took them."""
    query = select(history.c.at, history.c.trigger, history.c.actor).where(
        history.c.lifecycle == LIFECYCLE.name, history.c.entity_id == document.id
    )
    rows = session.execute(query.order_by(history.c.position.desc()).limit(limit)).all()
    names = _names(session, account, [row.actor for row in rows])
    return [Happened(row.at, row.trigger, names.get(row.actor, "")) for row in rows]


def _names(session: Session, account: Account, actors: Sequence[str]) -> dict[str, str]:
    """The people of the account by their names, those of its bureau by the bureau's."""
    ids = {actor.removeprefix("user/") for actor in actors if actor.startswith("user/")}
    if not ids:
        return {}
    query = (
        select(Membership.user_id, Membership.account_id, User.name, User.email, Account.company)
        .join(User, User.id == Membership.user_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.user_id.in_(ids),
            Membership.account_id.in_((account.id, account.bureau_id)),
        )
    )
    found = session.execute(query).all()
    theirs = {f"user/{row.user_id}": row.company["name"] for row in found}
    own = [row for row in found if row.account_id == account.id]
    return theirs | {f"user/{row.user_id}": row.name or row.email for row in own}
