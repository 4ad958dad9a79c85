"""Who of the bureau looks after a client."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.bureau.assignments.models import Assignment
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from shared import outbox
from shared.auth.knowledge import known_roles
from shared.contracts.bureau import ClientAssigned
from shared.errors import Invalid, Refused
from shared.texts import N_

NOT_OURS = N_("Some of these are no people of the bureau.")
GONE = N_("Nobody looks after a client that is detached.")
STRANGER = N_("The bureau has nobody with this id.")

PEOPLE = {"owner", "admin", "member"}


def of(session: Session, client_id: str) -> list[str]:
    """The ids of those who look after the client, sorted."""
    query = select(Assignment.user_id).where(Assignment.client_id == client_id)
    return sorted(session.scalars(query))


def assign(session: Session, client: Client, user_ids: Sequence[str]) -> None:
    """Let exactly these people look after the client; all must be the bureau's own."""
    if client.state is DETACHED:
        raise Refused(GONE)
    check_people(session, client.bureau_id, user_ids)
    wanted = sorted(set(user_ids))
    if wanted == of(session, client.id):
        return
    session.execute(delete(Assignment).where(Assignment.client_id == client.id))
    session.add_all(Assignment(client_id=client.id, user_id=user_id) for user_id in wanted)
    news = ClientAssigned(
        client_id=client.id,
        account_id=client.account_id,
        bureau_id=client.bureau_id,
        user_ids=wanted,
    )
    session.flush()
    outbox.publish(session, news, subject_id=client.id)


def check_people(session: Session, bureau_id: str, user_ids: Sequence[str]) -> None:
    """Raise Invalid, naming those who are none of the bureau's people."""
    ours = _people(session, bureau_id, user_ids)
    errors = [
        {"pointer": f"/user_ids/{position}", "detail": STRANGER}
        for position, user_id in enumerate(user_ids)
        if user_id not in ours
    ]
    if errors:
        raise Invalid(NOT_OURS, errors=errors)


def are_people(session: Session, bureau_id: str, user_ids: Sequence[str]) -> bool:
    """Whether all of these are known to be the bureau's people."""
    return set(user_ids) <= _people(session, bureau_id, user_ids)


def _people(session: Session, bureau_id: str, user_ids: Sequence[str]) -> set[str]:
    query = select(known_roles).where(known_roles.c.user_id.in_(set(user_ids)))
    rows = session.execute(query)
    return {row.user_id for row in rows if row.roles.get(bureau_id) in PEOPLE}
