"""A runner's hold on a package, by the same kind of lease as on an export, and how it ends it.

Whoever lost the lease, because the package was waived or its runner slept too long, changes
nothing any more: everything here but `claim` raises LeaseLost then.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from services.exports.handover_packages.actions import announced
from services.exports.handover_packages.lifecycle import LIFECYCLE, OPEN
from services.exports.handover_packages.models import HandoverPackage
from services.exports.jobs.claims import LeaseLost, lease_end
from services.exports.jobs.storage import Stored
from shared.clock import now
from shared.history import take
from shared.ids import new_id

SHORTEST_PATIENCE, LONGEST_PATIENCE = timedelta(minutes=1), timedelta(hours=1)
"""How long an answer of accounts is waited for before it is asked again."""

LONGEST_SILENCE = timedelta(days=1)
PAUSES = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 30, 60))
"""Before the copies are compared again: what is merely late has come by then."""

MOST_COMPARED = 12  # Some eight minutes in all.
MOST_ASKED_AGAIN = 500  # documents


def is_any_due(session: Session) -> bool:
    return session.scalar(_due().with_only_columns(HandoverPackage.id)) is not None


def claim(session: Session) -> HandoverPackage | None:
    """Take the package that has waited longest and that nobody has in hand."""
    due = _due().with_for_update(skip_locked=True)
    package = session.scalars(due).one_or_none()
    if package is None:
        return None
    package.crashes += package.lease is not None
    package.attempt += 1
    package.lease, package.leased_until = new_id(), lease_end()
    return package


def renew(session: Session, package: HandoverPackage) -> bool:
    """Hold on; False when the package is not this runner's any more."""
    mine = update(HandoverPackage).where(
        HandoverPackage.id == package.id,
        HandoverPackage.lease == package.lease,
        HandoverPackage.state.in_(OPEN),
    )
    held = mine.values(leased_until=lease_end()).returning(HandoverPackage.id)
    return bool(session.execute(held).all())


def give_back(session: Session, package: HandoverPackage) -> None:
    """Let another runner have it at once."""
    _release(_held(session, package))


def start(session: Session, package: HandoverPackage) -> None:
    """Begin to make it: ask accounts what it holds of the period."""
    _ask(session, _held(session, package), "start")


def ask_again(session: Session, package: HandoverPackage) -> None:
    """Ask accounts once more: about each document of the days that differ, and for those again
    that are known to be missing here."""
    held = _held(session, package)
    days = sorted({each["day"] for each in held.differences if each.get("day")})
    late = [each["id"] for each in held.differences if each["code"] in ("missing", "version")]
    _ask(session, held, "doubt", days=days, missing=late[:MOST_ASKED_AGAIN])


def put_off(
    session: Session, package: HandoverPackage, differences: Sequence[Mapping[str, Any]]
) -> None:
    """Compare again in a while; what still differs after many times fails the package."""
    held = _held(session, package)
    held.differences, held.statement = [dict(each) for each in differences], None
    held.compared += 1
    if held.compared >= MOST_COMPARED:
        _end(session, held, "fail", differences=len(differences))
        return
    held.next_at = now() + PAUSES[min(held.compared, len(PAUSES)) - 1]
    _release(held)


def verify(
    session: Session,
    package: HandoverPackage,
    *,
    key: str,
    stored: Stored,
    facts: Mapping[str, Any],
    **values: Any,
) -> None:
    """All that accounts holds is in the file; `values` are more of the package's columns."""
    held = _held(session, package)
    held.differences, held.statement = [], None
    held.file_key, held.file_size, held.file_sha256 = key, stored.size, stored.sha256
    held.facts = dict(facts)
    for name, value in values.items():
        setattr(held, name, value)
    _end(session, held, "verify", documents=facts["documents"], sha256=stored.sha256)


def fail(session: Session, package: HandoverPackage, code: str) -> None:
    """The package can't be made, for a reason that no document has."""
    held = _held(session, package)
    held.differences = [*held.differences, {"code": code}]
    _end(session, held, "fail", differences=len(held.differences))


def is_answered(package: HandoverPackage) -> bool:
    return package.statement is not None


def is_given_up(package: HandoverPackage) -> bool:
    """Whether accounts was silent for so long that nobody waits any more."""
    return not is_answered(package) and now() - package.asked_at > LONGEST_SILENCE


def _ask(session: Session, held: HandoverPackage, trigger: str, **facts: Any) -> None:
    held.round += 1
    held.statement = None
    waited = (now() - held.asked_at) / 2
    held.next_at = now() + min(max(waited, SHORTEST_PATIENCE), LONGEST_PATIENCE)
    _release(held)
    question = {
        "round": held.round,
        "served_from": held.served_from.isoformat(),
        "served_to": held.served_to.isoformat(),
    }
    take(session, LIFECYCLE, held, trigger, **announced(held), **question, **facts)


def _end(session: Session, held: HandoverPackage, trigger: str, **facts: Any) -> None:
    held.ended_at, held.next_at, held.statement = now(), None, None
    _release(held)
    take(session, LIFECYCLE, held, trigger, **announced(held), **facts)


def _release(held: HandoverPackage) -> None:
    held.lease = held.leased_until = None
    held.crashes = 0


def _due() -> Select[HandoverPackage]:
    nobody = or_(HandoverPackage.lease.is_(None), HandoverPackage.leased_until < now())
    due = select(HandoverPackage).where(
        HandoverPackage.next_at <= now(), HandoverPackage.state.in_(OPEN), nobody
    )
    return due.order_by(HandoverPackage.next_at, HandoverPackage.id).limit(1)


def _held(session: Session, package: HandoverPackage) -> HandoverPackage:
    query = select(HandoverPackage).where(
        HandoverPackage.id == package.id,
        HandoverPackage.lease == package.lease,
        HandoverPackage.state.in_(OPEN),
    )
    held = session.scalars(query.with_for_update()).one_or_none()
    if held is None:
        raise LeaseLost(package.id)
    return held
