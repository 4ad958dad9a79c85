"""Noting what changed, and reading it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.access import NOT_ALLOWED, account_for, acts_for_bureau, permissions_in
from services.accounts.accounts.models import Account
from services.accounts.audit.chain import append, breaks
from services.accounts.audit.models import AuditHead, AuditRow
from services.accounts.users.models import User
from shared.auth.caller import Caller
from shared.clock import now
from shared.context import context_of
from shared.errors import Forbidden


def record(
    session: Session,
    account_id: str,
    what: str,
    *,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add a row to the account's audit, of a change that no watched row shows.

    Who did it and because of what is read from the session. `subject` is the id of what changed.
    """
    context = context_of(session)
    row = AuditRow(
        account_id=account_id,
        at=now(),
        actor=context.actor,
        cause=context.cause,
        what=what,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
    )
    append(session.connection(), row)


def account_to_read(session: Session, caller: Caller, prefix: str) -> Account:
    """The account, for who leads it and for its bureau; Missing or Forbidden for others."""
    account = account_for(session, caller, prefix, "see_documents")
    leads = "settings" in permissions_in(session, caller, account)
    if not leads and not acts_for_bureau(session, caller, account):
        raise Forbidden(NOT_ALLOWED)
    return account


def rows_of(account: Account) -> Select[AuditRow]:
    """The account's audit."""
    return select(AuditRow).where(AuditRow.account_id == account.id)


def actors_of(session: Session, account: Account) -> list[str]:
    """Whoever changed something in the account."""
    query = select(AuditRow.actor).where(AuditRow.account_id == account.id)
    return list(session.scalars(query.distinct().order_by(AuditRow.actor)))


def count_of(session: Session, account: Account) -> int:
    """How many rows were written."""
    head = session.get(AuditHead, account.id)
    return head.count if head else 0


def names_of(session: Session, actors: set[str]) -> dict[str, str]:
    """The e-mails of those of the actors who are people, by the actor."""
    people = {actor.partition("/")[2]: actor for actor in actors if "/" in actor}
    query = select(User.id, User.email).where(User.id.in_(people))
    return {people[row.id]: row.email for row in session.execute(query)}


def verify(session: Session, prefix: str | None = None) -> Iterator[tuple[str, str]]:
    """Where chains break, as prefix and complaint, of one account or of all."""
    query = select(Account.id, Account.prefix).order_by(Account.prefix)
    if prefix:
        query = query.where(Account.prefix == prefix)
    for account_id, name in session.execute(query).all():
        rows = select(AuditRow).where(AuditRow.account_id == account_id).order_by(AuditRow.number)
        found = session.scalars(rows.execution_options(yield_per=500))
        for complaint in breaks(found, session.get(AuditHead, account_id)):
            yield name, complaint


def heads(session: Session) -> list[tuple[str, int, str]]:
    """How far each account's chain has come: prefix, count of rows, hash of the last."""
    query = select(Account.prefix, AuditHead.count, AuditHead.hash).join(
        AuditHead, AuditHead.account_id == Account.id
    )
    rows = session.execute(query.order_by(Account.prefix))
    return [(prefix, count, hash_) for prefix, count, hash_ in rows]


def departures(session: Session, noted: list[tuple[str, int, str]]) -> Iterator[tuple[str, str]]:
    """Chains that are not a continuation of what was noted of them, outside this database."""
    for prefix, count, hash_ in noted:
        query = (
            select(AuditRow.hash)
            .join(Account, Account.id == AuditRow.account_id)
            .where(Account.prefix == prefix, AuditRow.number == count)
        )
        if session.scalar(query) != hash_:
            yield prefix, f"row {count} is not the one that was noted"
