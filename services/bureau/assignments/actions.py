"""Who of the bureau looks after a client."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.bureau.assignments.models import CARER, DEPUTY, Assignment, Orphan
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.models import Client
from services.bureau.months import actions as months
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

PEOPLE = {"owner", "admin", "member", "custom"}


def of(session: Session, client_id: str) -> list[str]:
    """The ids of those who look after the client, sorted."""
    query = select(Assignment.user_id).where(Assignment.client_id == client_id)
    return sorted(session.scalars(query))


def of_all(session: Session, client_ids: Sequence[str]) -> dict[str, list[Assignment]]:
    """Who looks after each of these clients, with what duty, in one query."""
    query = select(Assignment).where(Assignment.client_id.in_(client_ids))
    found: dict[str, list[Assignment]] = {}
    for row in session.scalars(query.order_by(Assignment.user_id)):
        found.setdefault(row.client_id, []).append(row)
    return found


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
    if on_duty != present or wanted != of(session, client.id):
        _set(session, client, wanted, on_duty)


def leave_out(session: Session, client: Client, user_id: str, *, heir: str | None) -> None:
    """Take a person off the client; `heir` looks after it instead, and is its carer."""
    present = duties(session, [client.id]).get(client.id, {})
    on_duty: dict[str, str | None] = {
        duty: person for duty, person in present.items() if person not in (user_id, heir)
    }
    stay = set(of(session, client.id)) - {user_id}
    if heir:
        on_duty[CARER] = heir
        stay.add(heir)
    _set(session, client, sorted(stay), on_duty)


def clients_of(session: Session, user_id: str, *, bureau_id: str) -> Sequence[Client]:
    """The clients that a person looks after, in the order of their prefixes."""
    mine = select(Assignment.client_id).where(Assignment.user_id == user_id)
    query = select(Client).where(
        Client.bureau_id == bureau_id, Client.id.in_(mine), Client.state != DETACHED
    )
    return session.scalars(query.order_by(Client.prefix)).all()


def _adopt(session: Session, client: Client) -> None:
    """A client that waited for a carer has one."""
    gone = delete(Orphan).where(Orphan.client_id == client.id).returning(Orphan.client_id)
    if session.execute(gone).first():
        months.weigh_client(session, client.id)


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


def _set(
    session: Session, client: Client, user_ids: list[str], on_duty: Mapping[str, str | None]
) -> None:
    before = of(session, client.id)
    by_person = {person: duty for duty, person in on_duty.items() if person}
    session.execute(delete(Assignment).where(Assignment.client_id == client.id))
    session.add_all(
        Assignment(client_id=client.id, user_id=user_id, duty=by_person.get(user_id))
        for user_id in user_ids
    )
    session.flush()
    if on_duty.get(CARER):
        _adopt(session, client)
    if user_ids != before:
        _announce(session, client, user_ids)


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
    ours = people(session, bureau_id, user_ids, held=True)
    errors = [
        {"pointer": f"/user_ids/{position}", "detail": STRANGER}
        for position, user_id in enumerate(user_ids)
        if user_id not in ours
    ]
    if errors:
        raise Invalid(NOT_OURS, errors=errors)


def are_people(session: Session, bureau_id: str, user_ids: Sequence[str]) -> bool:
    """Whether all of these are known to be the bureau's people."""
    return set(user_ids) <= people(session, bureau_id, user_ids)


def people(
    session: Session, bureau_id: str, user_ids: Collection[str], *, held: bool = False
) -> set[str]:
    """Those of `user_ids` who are the bureau's people; `held`, none of them leaves meanwhile."""
    query = select(known_roles).where(known_roles.c.user_id.in_(set(user_ids)))
    if held:
        query = query.order_by(known_roles.c.user_id).with_for_update(read=True)
    rows = session.execute(query)
    return {row.user_id for row in rows if row.roles.get(bureau_id) in PEOPLE}
