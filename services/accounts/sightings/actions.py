"""Reading who saw what, and what else tells of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.days import begin_of, end_of
from services.accounts.documents.models import Document
from services.accounts.sightings.models import Sighting
from services.accounts.sightings.notes import Seen, insert, row_of
from services.accounts.sightings.triggers import KEPT_DAYS
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import Membership, User
from shared.clock import now
from shared.web.lists import Page, paginate

KEPT = timedelta(days=KEPT_DAYS)


class Looker(NamedTuple):
    """A person by name and e-mail, or a program by the name of its API token."""

    name: str | None
    email: str | None


class Beside(NamedTuple):
    """What belongs to some sightings: by actor, by the bureau's id, by the document's id."""

    lookers: dict[str, Looker]
    bureaus: dict[str, str]  # Prefixes.
    numbers: dict[str, str]


def list_sightings(
    session: Session,
    account: Account,
    *,
    who: str | None = None,
    what: str | None = None,
    document: str | None = None,
    via: str | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int,
    cursor: str | None,
) -> Page[Sighting]:
    """Who saw what in the account, the newest first.

    `who` is the id of a person or of an API token, `via` is `own` or `bureau`; days are those of
    Poland, both included.
    """
    query = select(Sighting).where(Sighting.account_id == account.id)
    if who:
        query = query.where(Sighting.actor.in_([f"{kind}/{who}" for kind in ACTORS]))
    if what:
        query = query.where(Sighting.what == what)
    if document:
        query = query.where(Sighting.subject == document)
    if via:
        query = query.where(Sighting.bureau_id.is_not(None) == (via == "bureau"))
    query = _between(query, first, last)
    return paginate(session, query, [Sighting.id], limit=limit, cursor=cursor, descending=True)


def beside(session: Session, account: Account, seen: Sequence[Sighting]) -> Beside:
    """What belongs to the rows; four queries."""
    bureaus = {row.bureau_id for row in seen if row.bureau_id}
    prefixes = select(Account.id, Account.prefix).where(Account.id.in_(bureaus))
    subjects = {row.subject for row in seen if row.subject and row.what != "export"}
    numbers = select(Document.id, Document.number).where(
        Document.account_id == account.id, Document.id.in_(subjects)
    )
    return Beside(
        lookers_of(session, {row.actor for row in seen}),
        {row.id: row.prefix for row in session.execute(prefixes)},
        {row.id: row.number for row in session.execute(numbers)},
    )


def lookers_of(session: Session, actors: set[str]) -> dict[str, Looker]:
    """People and programs by the names that actions and history give them."""
    ids = {actor.partition("/")[2]: actor for actor in actors if "/" in actor}
    people = select(User.id, User.name, User.email).where(User.id.in_(ids))
    programs = select(ApiToken.id, ApiToken.name).where(ApiToken.id.in_(ids))
    found = {ids[id_]: Looker(name, email) for id_, name, email in session.execute(people)}
    return found | {ids[id_]: Looker(name, None) for id_, name in session.execute(programs)}


def actors_of(session: Session, account: Account) -> list[str]:
    """Everybody who has seen something in the account and is still to be read of."""
    query = select(Sighting.actor).where(Sighting.account_id == account.id)
    return list(session.scalars(query.distinct().order_by(Sighting.actor)))


def note_export(
    session: Session, account_ids: Sequence[str], *, by: str, job_id: str, format: str
) -> None:
    """An export of these accounts is ready for the person or program with the id `by`."""
    actor = _actor(session, by)
    if actor is None:
        return
    moment, own = now(), _own_accounts(session, by, account_ids)
    found = select(Account.id, Account.bureau_id).where(Account.id.in_(account_ids))
    seen = [
        Seen(row.id, actor, None if row.id in own else row.bureau_id, "export", job_id)
        for row in session.execute(found)
    ]
    insert(session, [row_of(each, moment, format) for each in seen])


def forget_old(session: Session) -> None:
    """Delete what was seen more than a year ago."""
    session.execute(delete(Sighting).where(Sighting.hour < now() - KEPT))


def _between(query: Select[Sighting], first: date | None, last: date | None) -> Select[Sighting]:
    if first:
        query = query.where(Sighting.at >= begin_of(first))
    if last:
        query = query.where(Sighting.at < end_of(last))
    return query


def _actor(session: Session, id_: str) -> str | None:
    """How the audit names the person or program; None for whoever is not here any more."""
    user = session.get(User, id_)
    if user:
        return f"operator/{id_}" if user.is_operator else f"user/{id_}"
    return f"product/{id_}" if session.get(ApiToken, id_) else None


def _own_accounts(session: Session, id_: str, account_ids: Sequence[str]) -> set[str]:
    """Those of the accounts in which the person or program has a role of their own."""
    members = select(Membership.account_id).where(
        Membership.user_id == id_,
        Membership.account_id.in_(account_ids),
        Membership.joined_at.is_not(None),
    )
    tokens = select(ApiToken.account_id).where(ApiToken.id == id_)
    return set(session.scalars(members.union(tokens)))


ACTORS = ("user", "operator", "product")
