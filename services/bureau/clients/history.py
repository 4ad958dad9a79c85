"""What happened to a client, over all the times that the bureau served it."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from services.bureau.clients.lifecycle import LIFECYCLE as CLIENT_LIFE
from services.bureau.clients.models import Client
from services.bureau.companies.lifecycle import LIFECYCLE as REQUEST_LIFE
from services.bureau.database import Base
from services.bureau.served.models import CLIENT, Served
from shared.history import history
from shared.web.lists import Page, paginate


class Transition(Base):
    """A row of the history, for reading."""

    __table__ = history

    position: Mapped[int]


def of(session: Session, seen: Served, *, limit: int, cursor: str | None) -> Page[Transition]:
    """The steps of the pair of bureau and client, oldest first; of a request, its own."""
    if seen.kind == CLIENT:
        pair = (Client.bureau_id == seen.bureau_id) & (Client.account_id == seen.account_id)
        entities = select(Client.id).where(pair)
        mine = (history.c.lifecycle == CLIENT_LIFE.name) & history.c.entity_id.in_(entities)
    else:
        mine = (history.c.lifecycle == REQUEST_LIFE.name) & (history.c.entity_id == seen.id)
    query = select(Transition).where(mine)
    return paginate(session, query, [Transition.position], limit=limit, cursor=cursor)
