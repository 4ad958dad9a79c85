"""Who of the bureau looks after a client."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.bureau.assignments.models import CARER, DEPUTY, Assignment
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
BAD_DUTIES = N_("Carer and deputy are two of the people who look after the client.")
NOT_ASSIGNED = N_("This person does not look after the client.")
SAME = N_("The carer can't be the deputy too.")
NO_HEIRS = N_("Each client of a person who leaves needs another carer.")
NO_HEIR = N_("Name somebody else of the bureau.")

PEOPLE = {"owner", "admin", "member", "custom"}


def of(session: Session, client_id: str) -> list[str]:
    """The ids of those who look after the client, sorted."""
    query = select(Assignment.user_id).where(Assignment.client_id == client_id)
    return sorted(session.scalars(query))


def duties(session: Session, client_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Who is carer and who deputy of each of these clients, in one query."""
    query = select(Assignment).where(
        Assignment.client_id.in_(client_ids), Assignment.duty.is_not(None)
    )
    found: dict[str, dict[str, str]] = {}
    for row in session.scalars(query):
        found.setdefault(row.client_id, {})[str(row.duty)] = row.user_id
    return found


def assign(
    session: Session,
    client: Client,
    user_ids: Sequence[str],
    *,
    duties_wanted: Mapping[str, str | None] | None = None,
) -> None:
    """Let exactly these people look after the client; all must be the bureau's own.

    `duties_wanted` names the carer and the deputy; a duty that it does not name stays with
    whoever has it and still looks after the client.
    """
    if client.state is DETACHED:
        raise Refused(GONE)
    check_people(session, client.bureau_id, user_ids)
    wanted = sorted(set(user_ids))
    present = duties(session, [client.id]).get(client.id, {})
    kept = {duty: person for duty, person in present.items() if person in wanted}
    on_duty = kept | dict(duties_wanted or {})
    _check_duties(wanted, on_duty)
    before = of(session, client.id)
    if wanted == before and on_duty == present:
        return
    _replace(session, client.id, wanted, on_duty)
    if wanted != before:
        _announce(session, client, wanted)


def clients_of(session: Session, bureau_id: str, user_id: str) -> Sequence[Client]:
    """The clients that a person looks after, in the order of their prefixes."""
    mine = select(Assignment.client_id).where(Assignment.user_id == user_id)
    query = select(Client).where(
        Client.bureau_id == bureau_id, Client.id.in_(mine), Client.state != DETACHED
    )
    return session.scalars(query.order_by(Client.prefix)).all()


def replace_person(
    session: Session,
    bureau_id: str,
    user_id: str,
    *,
    carer: str | None,
    carers: Mapping[str, str],
) -> Sequence[Client]:
    """Take a person who leaves off all clients; each whose carer it was gets another one.

    The new carer is the client's in `carers`, or else `carer`. Raises Invalid, naming the
    clients for whom there would be none.
    """
    clients = clients_of(session, bureau_id, user_id)
    on_duty = duties(session, [client.id for client in clients])
    orphans = [c for c in clients if on_duty.get(c.id, {}).get(CARER) == user_id]
    heirs = {client.id: carers.get(client.prefix) or carer for client in orphans}
    _check_heirs(session, bureau_id, user_id, orphans, heirs)
    for client in clients:
        others = [each for each in of(session, client.id) if each != user_id]
        heir = heirs.get(client.id)
        duty: dict[str, str | None] = {CARER: heir} if heir else {}
        if heir and on_duty[client.id].get(DEPUTY) == heir:
            duty[DEPUTY] = None
        assign(session, client, [*others, heir] if heir else others, duties_wanted=duty)
    return clients


def forget_former(session: Session, user_id: str, roles: Mapping[str, str]) -> None:
    """Who is no longer one of a bureau's people looks after none of its clients.

    Where nobody was named in time, the client has no carer from then on; the working list
    shows it.
    """
    bureaus = [account_id for account_id, role in roles.items() if role in PEOPLE]
    mine = select(Assignment.client_id).where(Assignment.user_id == user_id)
    left = select(Client).where(Client.id.in_(mine), Client.bureau_id.not_in(bureaus))
    for client in session.scalars(left.order_by(Client.id)).all():
        here = (Assignment.client_id == client.id) & (Assignment.user_id == user_id)
        session.execute(delete(Assignment).where(here))
        if client.state is not DETACHED:
            _announce(session, client, of(session, client.id))


def _check_heirs(
    session: Session,
    bureau_id: str,
    user_id: str,
    orphans: Sequence[Client],
    heirs: Mapping[str, str | None],
) -> None:
    ours = _people(session, bureau_id, [heir for heir in heirs.values() if heir])
    errors = [
        {"pointer": f"/carers/{client.prefix}", "detail": NO_HEIR}
        for client in orphans
        if heirs[client.id] not in ours or heirs[client.id] == user_id
    ]
    if errors:
        raise Invalid(NO_HEIRS, errors=errors)


def _check_duties(wanted: Sequence[str], on_duty: Mapping[str, str | None]) -> None:
    people = [person for person in on_duty.values() if person]
    errors = [
        {"pointer": f"/{duty}", "detail": NOT_ASSIGNED}
        for duty, person in on_duty.items()
        if person and person not in wanted
    ]
    if len(set(people)) < len(people):
        errors.append({"pointer": f"/{DEPUTY}", "detail": SAME})
    if errors:
        raise Invalid(BAD_DUTIES, errors=errors)


def _replace(
    session: Session, client_id: str, user_ids: Sequence[str], on_duty: Mapping[str, str | None]
) -> None:
    by_person = {person: duty for duty, person in on_duty.items() if person}
    session.execute(delete(Assignment).where(Assignment.client_id == client_id))
    session.add_all(
        Assignment(client_id=client_id, user_id=user_id, duty=by_person.get(user_id))
        for user_id in user_ids
    )
    session.flush()


def _announce(session: Session, client: Client, user_ids: list[str]) -> None:
    news = ClientAssigned(
        client_id=client.id,
        account_id=client.account_id,
        bureau_id=client.bureau_id,
        user_ids=user_ids,
    )
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
