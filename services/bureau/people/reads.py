"""What each of the bureau's people looks after, and the clients that wait for a carer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session

from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import CARER, Assignment, Orphan
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from services.bureau.database import Base
from shared.web.lists import Page, paginate

_waiting = (
    select(
        Client.id,
        Client.bureau_id,
        Client.prefix,
        Client.name,
        Client.sort_key,
        Orphan.former_carer,
        Orphan.since,
    )
    .join(Orphan, Orphan.client_id == Client.id)
    .where(Client.state != DETACHED)
    .subquery("waiting")
)


class Waiting(Base):
    """A client whose carer left, and for whom nobody was named since."""

    __table__ = _waiting
    __mapper_args__ = {"primary_key": [_waiting.c.id]}

    id: Mapped[str]
    bureau_id: Mapped[str]
    prefix: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]
    former_carer: Mapped[str]
    since: Mapped[datetime]


def waiting(session: Session, bureau_id: str, *, limit: int, cursor: str | None) -> Page[Waiting]:
    """The bureau's clients that wait for a carer, by name."""
    query = select(Waiting).where(Waiting.bureau_id == bureau_id)
    return paginate(session, query, [Waiting.sort_key, Waiting.id], limit=limit, cursor=cursor)


def count_waiting(session: Session, bureau_id: str) -> int:
    """How many they are."""
    query = select(func.count(Waiting.id)).where(Waiting.bureau_id == bureau_id)
    return session.scalars(query).one()


def orphans_of(session: Session, bureau_id: str, user_id: str) -> list[Client]:
    """Those of them whose carer this person was."""
    left = select(Waiting.id).where(Waiting.former_carer == user_id)
    mine = select(Client).where(Client.bureau_id == bureau_id, Client.id.in_(left))
    return list(session.scalars(mine.order_by(Client.prefix)))


def in_care(session: Session, user_id: str, clients: Sequence[Client]) -> list[Client]:
    """Those of `clients` whose carer this person is."""
    on_duty = assignments.duties(session, [client.id for client in clients])
    return [c for c in clients if on_duty.get(c.id, {}).get(CARER) == user_id]


def duties_of(session: Session, bureau_id: str, user_id: str) -> list[tuple[Client, str | None]]:
    """The clients that a person looks after, each with the duty if it has one there."""
    query = (
        select(Client, Assignment.duty)
        .join(Assignment, Assignment.client_id == Client.id)
        .where(Client.bureau_id == bureau_id, Assignment.user_id == user_id)
        .where(Client.state != DETACHED)
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(Client.prefix))]


def is_orphaned(session: Session, client_id: str) -> bool:
    """Whether a client waits for a carer."""
    return session.get(Orphan, client_id) is not None
