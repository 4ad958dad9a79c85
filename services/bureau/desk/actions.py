"""Keeping what a bureau notes about its clients."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from services.bureau.desk.models import Desk, Tag
from shared.errors import Invalid, Refused
from shared.texts import N_

GONE = N_("Nothing is noted about a client that is detached.")
TOO_MANY = N_("A client has %(most)s tags at most.")

MOST_TAGS = 20


@dataclass(frozen=True)
class Noted:
    """What is written down about one client."""

    own_number: str | None = None
    note: str | None = None
    tags: list[str] = field(default_factory=list)
    version: int = 0


def of(session: Session, client_id: str) -> Noted:
    """What is noted about the client; nothing, where nobody wrote yet."""
    return of_all(session, [client_id]).get(client_id, Noted())


def of_all(session: Session, client_ids: Sequence[str]) -> dict[str, Noted]:
    """The same of many clients, in two queries."""
    tags: dict[str, list[str]] = {}
    for tag in session.scalars(select(Tag).where(Tag.client_id.in_(client_ids)).order_by(Tag.word)):
        tags.setdefault(tag.client_id, []).append(tag.word)
    desks = session.scalars(select(Desk).where(Desk.client_id.in_(client_ids)))
    return {
        desk.client_id: Noted(
            desk.own_number, desk.note, tags.get(desk.client_id, []), desk.version
        )
        for desk in desks
    }


def write(
    session: Session,
    client: Client,
    *,
    own_number: str | None,
    note: str | None,
    tags: Collection[str],
) -> None:
    """Let exactly this stand about the client."""
    desk = _desk(session, client)
    desk.own_number, desk.note = own_number, note
    _set_tags(session, desk, tags)


def set_note(session: Session, client: Client, note: str | None) -> str | None:
    """Replace the note; gives the one before."""
    desk = _desk(session, client)
    before, desk.note = desk.note, note
    return before


def change_tags(
    session: Session, client: Client, *, add: Collection[str], remove: Collection[str]
) -> tuple[list[str], list[str]]:
    """Add and remove tags; gives those that were really added, and really removed."""
    desk = _desk(session, client)
    before = set(of(session, client.id).tags)
    after = (before | set(add)) - set(remove)
    _set_tags(session, desk, after)
    return sorted(after - before), sorted(before - after)


def _desk(session: Session, client: Client) -> Desk:
    if client.state is DETACHED:
        raise Refused(GONE)
    desk = session.get(Desk, client.id, with_for_update=True, populate_existing=True)
    if desk is None:
        desk = Desk(client_id=client.id)
        session.add(desk)
        session.flush()
    return desk


def _set_tags(session: Session, desk: Desk, words: Collection[str]) -> None:
    wanted = set(words)
    if len(wanted) > MOST_TAGS:
        raise Invalid(TOO_MANY, most=MOST_TAGS)
    present = set(session.scalars(select(Tag.word).where(Tag.client_id == desk.client_id)))
    gone = present - wanted
    session.execute(delete(Tag).where(Tag.client_id == desk.client_id, Tag.word.in_(gone)))
    session.add_all(Tag(client_id=desk.client_id, word=word) for word in wanted - present)
    session.flush()
