"""Who the bureau's people are: their names and roles, as accounts says them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from services.bureau.assignments.actions import PEOPLE
from services.bureau.assignments.models import CARER, DEPUTY, Assignment
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from services.bureau.people.models import Colleague
from shared.contracts.accounts import RolesChanged
from shared.errors import Missing
from shared.texts import N_

NO_PERSON = N_("The bureau has nobody with the id %(id)s.")


class Load(NamedTuple):
    """How many clients a person looks after; of them as carer, and as deputy."""

    clients: int = 0
    carer: int = 0
    deputy: int = 0


def note(session: Session, message: RolesChanged) -> None:
    """Keep the person as a colleague where it has a role, and nowhere else; a token is nobody."""
    session.execute(delete(Colleague).where(Colleague.user_id == message.user_id))
    if message.email is None:
        return
    session.add_all(
        Colleague(
            account_id=account_id,
            user_id=message.user_id,
            role=role,
            name=message.person_name,
            email=message.email,
        )
        for account_id, role in message.roles.items()
        if role in PEOPLE
    )
    session.flush()


def of(session: Session, bureau_id: str) -> Sequence[Colleague]:
    """All people of the bureau, by name."""
    query = select(Colleague).where(Colleague.account_id == bureau_id)
    called = func.lower(func.coalesce(Colleague.name, Colleague.email))
    return session.scalars(query.order_by(called, Colleague.user_id)).all()


def get(session: Session, bureau_id: str, user_id: str) -> Colleague:
    """One of the bureau's people; raises Missing."""
    found = session.get(Colleague, (bureau_id, user_id))
    if found is None:
        raise Missing(NO_PERSON, id=user_id)
    return found


def loads(session: Session, bureau_id: str) -> dict[str, Load]:
    """How many clients each of the bureau's people has; one query."""
    query = (
        select(
            Assignment.user_id,
            func.count(),
            func.count(case((Assignment.duty == CARER, 1))),
            func.count(case((Assignment.duty == DEPUTY, 1))),
        )
        .join(Client, Client.id == Assignment.client_id)
        .where(Client.bureau_id == bureau_id, Client.state != DETACHED)
        .group_by(Assignment.user_id)
    )
    return {row[0]: Load(*row[1:]) for row in session.execute(query)}


def names(session: Session, bureau_id: str, user_ids: Collection[str]) -> dict[str, str]:
    """What those of `user_ids` who are people of the bureau are called."""
    query = select(Colleague).where(
        Colleague.account_id == bureau_id, Colleague.user_id.in_(user_ids)
    )
    return {each.user_id: each.called for each in session.scalars(query)}
