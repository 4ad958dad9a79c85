"""Noting what a session that only reads has shown, where the documents are read.

Whoever asks for an account to see its documents is remembered in the session; what is read then
is noted for them. So no page and no route can forget it, and a session that writes notes nothing:
what somebody changes stands elsewhere.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.accounts.sightings.kinds import Kind
from services.accounts.sightings.notes import Notes, Seen

LOOK, NOTES = "look", "sightings"
"""Where they are in `Session.info`; the notes are put there by who makes the sessions."""


@dataclass(frozen=True)
class Look:
    """Whose look it is, at which account, and through which bureau if through one."""

    actor: str
    account_id: str
    bureau_id: str | None


def look_as(session: Session, look: Look) -> None:
    """Say who looks at what account in `session` from now on."""
    session.info[LOOK] = look


def saw(session: Session, account_id: str, what: Kind, subject: str = "") -> None:
    """Note that whoever looks has seen something of the account; costs no statement.

    A program reads by the thousand, so of it only is noted that it read.
    """
    notes: Notes | None = session.info.get(NOTES)
    look: Look | None = session.info.get(LOOK)
    if notes is None or look is None or look.account_id != account_id:
        return
    is_program = look.actor.startswith("product/")
    seen = Seen(account_id, look.actor, look.bureau_id, what, "" if is_program else subject)
    notes.add(seen)
