"""Who takes over from a person who leaves the bureau, and which clients nobody took over."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import Assignment, Orphan
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from services.bureau.module import actions as modules
from services.bureau.months import actions as months
from services.bureau.people import reads as people
from services.bureau.people.colleagues import NO_PERSON
from services.bureau.people.models import Succession
from shared import outbox
from shared.clock import now
from shared.context import context_of
from shared.contracts.bureau import CarerLeft
from shared.errors import Invalid, Missing
from shared.texts import N_

NO_HEIRS = N_("Each client of a person who leaves needs another carer.")
NO_HEIR = N_("Name somebody else of the bureau.")
NO_SUCCESSOR = N_("Nobody is named who would take over from this person.")


class Heirs(NamedTuple):
    """The new carer of each client by its prefix, and of all others."""

    carer: str | None
    carers: Mapping[str, str]

    def of(self, client: Client) -> str | None:
        return self.carers.get(client.prefix) or self.carer


def replace_person(
    session: Session, bureau_id: str, user_id: str, heirs: Heirs
) -> Sequence[Client]:
    """Take a person off all clients; each whose carer it is, or was, gets another one.

    Raises Invalid, naming the clients for whom there would be none.
    """
    modules.lock(session, bureau_id)
    left = people.orphans_of(session, bureau_id, user_id)
    clients = assignments.clients_of(session, user_id, bureau_id=bureau_id)
    cared_for = [*people.in_care(session, user_id, clients), *left]
    _check(session, bureau_id, user_id, cared_for, heirs)
    for client in (*clients, *left):
        heir = heirs.of(client) if client in cared_for else None
        assignments.leave_out(session, client, user_id, heir=heir)
    return sorted({*clients, *left}, key=lambda client: client.prefix)


def name_successor(session: Session, bureau_id: str, user_id: str, heirs: Heirs) -> Succession:
    """Who takes over once the person is gone; nothing changes before.

    Raises Invalid, naming the clients for whom there would be no carer, as things are now.
    """
    modules.lock(session, bureau_id)
    check_person(session, bureau_id, user_id)
    clients = assignments.clients_of(session, user_id, bureau_id=bureau_id)
    _check(session, bureau_id, user_id, people.in_care(session, user_id, clients), heirs)
    named = session.get(Succession, (bureau_id, user_id), populate_existing=True)
    if named is None:
        named = Succession(bureau_id=bureau_id, user_id=user_id)
        session.add(named)
    named.carer, named.carers = heirs.carer, dict(heirs.carers)
    named.named_by, named.named_at = context_of(session).actor, now()
    session.flush()
    return named


def drop_successor(session: Session, bureau_id: str, user_id: str) -> None:
    """Nobody takes over from this person any more."""
    named = session.get(Succession, (bureau_id, user_id))
    if named is None:
        raise Missing(NO_SUCCESSOR)
    session.delete(named)


def hold_bureaus(session: Session, user_id: str) -> None:
    """Hold the bureaus in which a person has something to leave, always in the same order."""
    caring = (
        select(Client.bureau_id)
        .join(Assignment, Assignment.client_id == Client.id)
        .where(Assignment.user_id == user_id)
    )
    named = select(Succession.bureau_id).where(Succession.user_id == user_id)
    for bureau_id in sorted(set(session.scalars(caring.union(named)))):
        modules.lock(session, bureau_id)


def forget_former(session: Session, user_id: str, roles: Mapping[str, str]) -> None:
    """Who is no longer one of a bureau's people looks after none of its clients.

    The named successor takes over at once. A client for whom nobody was named waits for a
    carer from then on, and the bureau is told of it until it has one.
    """
    still = [account_id for account_id, role in roles.items() if role in assignments.PEOPLE]
    mine = select(Assignment.client_id).where(Assignment.user_id == user_id)
    left = select(Client).where(Client.id.in_(mine), Client.bureau_id.not_in(still))
    of_bureau: dict[str, list[Client]] = {}
    for client in session.scalars(left.order_by(Client.bureau_id, Client.id)).all():
        of_bureau.setdefault(client.bureau_id, []).append(client)
    for bureau_id, clients in of_bureau.items():
        _leave(session, bureau_id, user_id, clients)
    session.execute(
        delete(Succession).where(Succession.user_id == user_id, Succession.bureau_id.not_in(still))
    )


def _leave(session: Session, bureau_id: str, user_id: str, clients: Sequence[Client]) -> None:
    named = session.get(Succession, (bureau_id, user_id), populate_existing=True)
    heirs = Heirs(named.carer, named.carers) if named else Heirs(None, {})
    wanted = {heir for heir in (heirs.carer, *heirs.carers.values()) if heir}
    there = assignments.people(session, bureau_id, wanted, held=True)
    cared_for = people.in_care(session, user_id, clients)
    orphans = 0
    for client in clients:
        heir = heirs.of(client) if client in cared_for else None
        if client.state is DETACHED:
            gone = (Assignment.client_id == client.id) & (Assignment.user_id == user_id)
            session.execute(delete(Assignment).where(gone))
            continue
        assignments.leave_out(session, client, user_id, heir=heir if heir in there else None)
        if client in cared_for and heir not in there:
            _orphan(session, client, user_id)
            orphans += 1
    if orphans:
        news = CarerLeft(bureau_id=bureau_id, user_id=user_id, clients=orphans)
        outbox.publish(session, news, subject_id=bureau_id)


def _orphan(session: Session, client: Client, user_id: str) -> None:
    session.add(
        Orphan(client_id=client.id, bureau_id=client.bureau_id, former_carer=user_id, since=now())
    )
    session.flush()
    months.weigh_client(session, client.id)


def check_person(session: Session, bureau_id: str, user_id: str) -> None:
    """Raise Missing for somebody who is none of the bureau's people."""
    if not assignments.are_people(session, bureau_id, [user_id]):
        raise Missing(NO_PERSON, id=user_id)


def would_orphan(
    session: Session, bureau_id: str, user_id: str, heirs: Heirs | None
) -> list[Client]:
    """The clients that would have no carer if this person left now."""
    clients = assignments.clients_of(session, user_id, bureau_id=bureau_id)
    cared_for = people.in_care(session, user_id, clients)
    return _without_heir(session, bureau_id, user_id, cared_for, heirs or Heirs(None, {}))


def _check(
    session: Session, bureau_id: str, user_id: str, cared_for: Sequence[Client], heirs: Heirs
) -> None:
    left = _without_heir(session, bureau_id, user_id, cared_for, heirs, held=True)
    if left:
        errors = [{"pointer": f"/carers/{c.prefix}", "detail": NO_HEIR} for c in left]
        raise Invalid(NO_HEIRS, errors=errors)


def _without_heir(
    session: Session,
    bureau_id: str,
    user_id: str,
    cared_for: Sequence[Client],
    heirs: Heirs,
    *,
    held: bool = False,
) -> list[Client]:
    named = {heir for client in cared_for if (heir := heirs.of(client))}
    ours = assignments.people(session, bureau_id, named, held=held) - {user_id}
    return [client for client in cared_for if heirs.of(client) not in ours]
