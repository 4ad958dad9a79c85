"""What happened to a client, over all the times that the bureau served it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from services.bureau.clients.lifecycle import LIFECYCLE as CLIENT_LIFE
from services.bureau.clients.models import Client
from services.bureau.companies.lifecycle import LIFECYCLE as REQUEST_LIFE
from services.bureau.database import Base
from services.bureau.served.models import CLIENT, Served
from shared.history import history
from shared.web.lists import Page, paginate

_rows = (
    select(history, Client.detach_reason.label("reason"))
    .outerjoin(Client, (Client.id == history.c.entity_id) & (history.c.trigger == "detach"))
    .subquery("transition")
)


class Transition(Base):
    """A row of the history, for reading; with the reason, where the bureau detached for one."""

    __table__ = _rows
    __mapper_args__ = {"primary_key": [_rows.c.position]}

    position: Mapped[int]
    at: Mapped[datetime]
    source: Mapped[str | None]
    dest: Mapped[str]
    trigger: Mapped[str]
    actor: Mapped[str]
    cause: Mapped[str | None]
    reason: Mapped[str | None]


def of(session: Session, seen: Served, *, limit: int, cursor: str | None) -> Page[Transition]:
    """The steps of the pair of bureau and client, oldest first; of a request, its own."""
    if seen.kind == CLIENT:
        pair = (Client.bureau_id == seen.bureau_id) & (Client.account_id == seen.account_id)
        entities = select(Client.id).where(pair)
        mine = (_rows.c.lifecycle == CLIENT_LIFE.name) & _rows.c.entity_id.in_(entities)
    else:
        mine = (_rows.c.lifecycle == REQUEST_LIFE.name) & (_rows.c.entity_id == seen.id)
    query = select(Transition).where(mine)
    return paginate(session, query, [Transition.position], limit=limit, cursor=cursor)
