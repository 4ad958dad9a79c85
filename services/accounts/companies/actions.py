"""Asking the bureau service for a company, and what came of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import numbered
from services.accounts.companies.models import WantedCompany
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import CompanyWanted
from shared.errors import Refused
from shared.ids import new_id
from shared.texts import N_

KEPT = timedelta(days=1)

REASONS = {
    "module_inactive": N_("The account has no active bureau module."),
    "package_full": N_("All seats of the bureau's package are used."),
    "prefix_taken": N_("This prefix has just been taken. Try another one."),
}
"""Why the bureau service says no, in our words."""


class Outcome(NamedTuple):
    """The account that was opened, or why there is none."""

    account: Account | None = None
    refusal: Refused | None = None


def want(
    session: Session,
    bureau: Account,
    *,
    prefix: str,
    company: dict[str, Any],
    client_email: str | None,
) -> WantedCompany:
    """Let the bureau service ask for a company's account, as if a person of the bureau did."""
    wanted = WantedCompany(id=new_id(), bureau_id=bureau.id, prefix=prefix, created_at=now())
    session.add(wanted)
    message = CompanyWanted(
        request_id=wanted.id,
        bureau_id=bureau.id,
        prefix=prefix,
        company=company,
        client_email=client_email,
    )
    outbox.publish(session, message, subject_id=wanted.id)
    return wanted


def outcome(session: Session, wanted_id: str) -> Outcome | None:
    """What came of it; None while nobody knows."""
    account = session.scalars(select(Account).where(Account.request_id == wanted_id)).one_or_none()
    if account:
        return Outcome(account=account)
    wanted = session.get_one(WantedCompany, wanted_id)
    if wanted.code is None:
        return None
    reason = REASONS.get(wanted.code) or wanted.detail or wanted.code
    return Outcome(refusal=Refused(reason, code=wanted.code))


def note_refusal(session: Session, wanted_id: str, *, code: str, detail: str) -> None:
    """It came to nothing; of what no program waits for, nothing is noted."""
    wanted = session.get(WantedCompany, wanted_id)
    if wanted:
        wanted.code, wanted.detail = code, detail


def free_prefix(session: Session, prefix: str, besides: Collection[str] = ()) -> str:
    """`prefix`, or where an account has it, the first of `prefix-2`, `prefix-3` … that is free."""
    candidates = numbered(prefix)
    while True:
        some = [next(candidates) for _ in range(50)]
        taken = set(session.scalars(select(Account.prefix).where(Account.prefix.in_(some))))
        for candidate in some:
            if candidate not in taken and candidate not in besides:
                return candidate


def forget_old(session: Session) -> None:
    """Delete what no program waits for any more."""
    session.execute(delete(WantedCompany).where(WantedCompany.created_at < now() - KEPT))
