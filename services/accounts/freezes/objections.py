"""“This was not me”: links for who gave an account and for who got it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.accounts.digests import digest, new_secret
from services.accounts.freezes.models import ObjectionLink
from services.accounts.ownership.fresh import FRESH
from services.accounts.ownership.models import OwnerChange
from services.accounts.ownership.telling import owners, tell
from services.accounts.users.models import User
from shared.clock import now
from shared.errors import Missing
from shared.texts import N_

NO_LINK = N_("The link is not valid any more. Write to the operator.")


def ask_both(session: Session, change: OwnerChange) -> None:
    """Tell who owned the account and who owns it now, each with a link that objects."""
    session.flush()
    new = session.get_one(User, change.owner_id).email
    for email in owners(session, change.former_kind, change.former_id):
        _tell(session, change, email, "owner_before", new)
    ask_new_owner(session, change)


def ask_new_owner(session: Session, change: OwnerChange) -> None:
    """Tell who owns the account now, with a link that objects."""
    session.flush()
    new = session.get_one(User, change.owner_id).email
    _tell(session, change, new, "owner_now", new)


def find(session: Session, token: str) -> ObjectionLink:
    """What the token of a link stands for; Missing when its time is over."""
    link = session.get(ObjectionLink, digest(token))
    if link is None or link.expires_at <= now():
        raise Missing(NO_LINK)
    return link


def forget_old(session: Session) -> None:
    """Delete the links that have run out."""
    session.execute(delete(ObjectionLink).where(ObjectionLink.expires_at < now()))


def _tell(session: Session, change: OwnerChange, email: str, kind: str, new: str) -> None:
    token = new_secret()
    session.add(
        ObjectionLink(
            digest=digest(token), change_id=change.id, email=email, expires_at=change.at + FRESH
        )
    )
    tell(session, change.account, [email], kind, token=token, new_owner=new)
