"""Which rows are watched: whoever changes one, and however, leaves a row in the audit.

The rows are watched where SQLAlchemy writes them, in the same transaction, so that no action
can forget it. Statements such as `update()` pass by: who writes a row that counts by one of them
calls `audit.actions.record`.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import object_session

from services.accounts.accounts.models import Account
from services.accounts.audit.chain import append
from services.accounts.audit.models import AuditRow
from services.accounts.database import Base
from services.accounts.deletions.models import Deletion
from services.accounts.freezes.models import Freeze
from services.accounts.leaving.models import Leaving
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.roles.models import CustomRole
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import AccountantAccess, Membership
from shared.clock import now, rfc3339
from shared.context import NOBODY, context_of


class Watched(NamedTuple):
    """Some columns of a table, and what the audit calls them together."""

    table: type[Base]
    what: str
    columns: tuple[str, ...]
    account: str = "account_id"
    subject: str = "id"


WATCHED = (
    Watched(Account, "company", ("company",), account="id"),
    Watched(Account, "owner", ("owner_kind", "owner_id", "owner_version"), account="id"),
    Watched(Account, "linked_bureau", ("bureau_id", "bureau_role"), account="id"),
    Watched(Account, "payer", ("payer",), account="id"),
    Watched(Membership, "role", ("role", "role_id", "joined_at"), subject="user_id"),
    Watched(CustomRole, "custom_role", ("name", "permissions")),
    Watched(AccountantAccess, "accountant_access", ("user_id",), subject="user_id"),
    Watched(ApiToken, "api_token", ("name", "role", "revoked_at")),
    Watched(OwnershipTransfer, "ownership_transfer", ("email", "state", "expires_at")),
    Watched(Freeze, "freeze", ("state", "objector", "reason")),
    Watched(Deletion, "deletion", ("state", "due_at")),
    Watched(Leaving, "leaving", ("state", "deadline", "reason_code", "reason")),
)

Values = dict[str, Any] | None


def _watch(watched: Watched) -> None:
    """Note each row that is written, changed or deleted from now on."""
    for column in watched.columns:
        # Without this the value before is unknown where it was not read before it was set.
        event.listen(getattr(watched.table, column), "set", lambda *_: None, active_history=True)
    event.listen(watched.table, "after_insert", _noting(watched, _began))
    event.listen(watched.table, "after_update", _noting(watched, _changed))
    event.listen(watched.table, "after_delete", _noting(watched, _ended))


def _noting(
    watched: Watched, values: Callable[[Watched, Any], tuple[Values, Values]]
) -> Callable[[Any, Connection, Any], None]:
    def note(_: Any, connection: Connection, target: Any) -> None:
        before, after = values(watched, target)
        if before or after:
            append(connection, _row(watched, target, before, after))

    return note


def _row(watched: Watched, target: Any, before: Values, after: Values) -> AuditRow:
    session = object_session(target)
    context = context_of(session) if session else NOBODY
    return AuditRow(
        account_id=getattr(target, watched.account),
        at=now(),
        actor=context.actor,
        cause=context.cause,
        what=watched.what,
        subject=getattr(target, watched.subject),
        before=before,
        after=after,
        reason=None,
    )


def _began(watched: Watched, target: Any) -> tuple[Values, Values]:
    values = {name: _json(getattr(target, name)) for name in watched.columns}
    is_there = any(value is not None for value in values.values())
    return None, values if is_there else None


def _ended(watched: Watched, target: Any) -> tuple[Values, Values]:
    return _began(watched, target)[1], None


def _changed(watched: Watched, target: Any) -> tuple[Values, Values]:
    """The columns that are others than before, and nothing where none is."""
    before, after = {}, {}
    for name in watched.columns:
        history = inspect(target).attrs[name].history
        if history.has_changes():
            before[name] = _json(history.deleted[0] if history.deleted else None)
            after[name] = _json(history.added[0] if history.added else None)
    return before or None, after or None


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return rfc3339(value)
    return value.value if isinstance(value, Enum) else value


for _each in WATCHED:
    _watch(_each)
