"""What a person may do with exports: ask for one, look at it, cancel it, fetch its file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.exports.access.actions import (
    MAY_NOT_EXPORT,
    NO_ACCOUNT,
    Reach,
    check_bus,
    reach,
    surely_exportable,
)
from services.exports.catalogue.actions import DATED_BY_DOCUMENTS, get_format
from services.exports.copies.actions import accounts_by_prefix
from services.exports.formats.format import Format
from services.exports.jobs import problems
from services.exports.jobs.lifecycle import LIFECYCLE
from services.exports.jobs.models import Job
from services.exports.webhooks import actions as webhooks
from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import Forbidden, Missing, Refused
from shared.history import take
from shared.ids import new_id
from shared.texts import N_
from shared.web.lists import Page, paginate

NO_EXPORT = N_("There is no such export, or none of yours.")
NOTHING_TO_REPEAT = N_("The export has no file that could be made again.")
NO_FILE = N_("The export has no file, or you may not have it any more.")

AS_ASKED = (
    "format", "accounts", "period_from", "period_to", "date_basis", "kinds", "direction",
    "options", "only", "dated_at",
)  # fmt: skip


def queue(session: Session, caller: Caller, **asked: Any) -> Job:
    """Ask for an export; `asked` and what is raised are those of `draft`."""
    job = draft(session, caller, **asked)
    enqueue(session, job)
    _report_missing(session, job)
    return job


def draft(
    session: Session,
    caller: Caller,
    *,
    accounts: Sequence[str],
    format: str,
    period: tuple[date, date],
    date_basis: str,
    kinds: Sequence[str] | None,
    direction: str | None,
    options: Mapping[str, Any],
    dated_at: datetime | None,
    only: str | None,
    mark_booked: bool = False,
) -> Job:
    """An export as it would be queued. Raises Missing when the caller sees none of the
    accounts, Forbidden when it may export none of those that it sees."""
    format_ = get_format(format)
    prefixes = list(dict.fromkeys(prefix.lower() for prefix in accounts))
    return Job(
        id=new_id(),
        requested_by=caller.id,
        requester=requester(caller),
        format=format_.id,
        accounts=prefixes,
        account_ids=_exportable(session, caller, prefixes),
        period_from=period[0],
        period_to=period[1],
        date_basis=date_basis,
        kinds=list(kinds) if kinds else None,
        direction=direction or natural_direction(format_),
        options=dict(options),
        dated_at=dated_at,
        only=only,
        mark_booked=mark_booked,
        created_at=now(),
        attempt=0,
    )


def repeat(session: Session, caller: Caller, job_id: str) -> Job:
    """Ask for an export again, to the byte: the same documents, and dated as it was.

    Raises Refused where it never had a file.
    """
    first = get_job(session, caller, job_id)
    if first.file_sha256 is None:
        raise Refused(NOTHING_TO_REPEAT)
    asked = {name: getattr(first, name) for name in AS_ASKED}
    dated_at = None if first.format in DATED_BY_DOCUMENTS else first.created_at
    job = Job(
        id=new_id(),
        requested_by=caller.id,
        requester=requester(caller),
        account_ids=_exportable(session, caller, first.accounts),
        created_at=now(),
        attempt=0,
        repeats=first.id,
        **(asked | {"dated_at": first.dated_at or dated_at}),
    )
    enqueue(session, job)
    _report_missing(session, job)
    return job


def enqueue(session: Session, job: Job) -> None:
    """Put a new export in the queue."""
    session.add(job)
    take(session, LIFECYCLE, job, "queue", **announced(job))


def list_jobs(
    session: Session, caller: Caller, *, limit: int, cursor: str | None, state: str | None
) -> Page[Job]:
    """The caller's exports, the newest first."""
    query = _own(caller)
    if state:
        query = query.where(Job.state == state)
    return paginate(session, query, by=[Job.id], limit=limit, cursor=cursor, descending=True)


def last_format(session: Session, caller: Caller) -> str | None:
    """The format that the caller asked for last."""
    newest = _own(caller).with_only_columns(Job.format).order_by(Job.id.desc()).limit(1)
    return session.scalar(newest)


def get_job(session: Session, caller: Caller, job_id: str) -> Job:
    """One of the caller's exports; raises Missing."""
    job = session.scalars(_own(caller).where(Job.id == job_id)).one_or_none()
    if job is None:
        raise Missing(NO_EXPORT)
    return job


def cancel(session: Session, caller: Caller, job_id: str) -> Job:
    """Stop an export that is not ready; the runner that has it notices within a second."""
    job = session.scalars(
        _own(caller).where(Job.id == job_id).with_for_update(of=Job)
    ).one_or_none()
    if job is None:
        raise Missing(NO_EXPORT)
    take(session, LIFECYCLE, job, "cancel", **announced(job))
    webhooks.announce(session, job)
    job.ended_at, job.lease, job.leased_until = now(), None, None
    return job


def get_file(session: Session, caller: Caller, job_id: str) -> Job:
    """The export, if it has a file that the caller may have now.

    The file of several accounts is closed when the caller lost one of them. Raises Missing,
    and Unavailable while it can't be told whether a bureau still serves a client.
    """
    job = get_job(session, caller, job_id)
    ids = job.account_ids.values()
    if not surely_exportable(session, caller, ids).issuperset(ids) or not job.has_file:
        raise Missing(NO_FILE)
    return job


def announced(job: Job) -> dict[str, Any]:
    """What the messages about an export say of it."""
    return {
        "job_id": job.id,
        "format": job.format,
        "accounts": list(job.account_ids.values()),
        "requested_by": job.requested_by,
    }


def natural_direction(format_: Format) -> str:
    """What an export asks for that names no direction."""
    return format_.directions[0] if len(format_.directions) == 1 else "all"


def requester(caller: Caller) -> dict[str, Any]:
    """Who asks, as signed in now; `Caller(id=…, **this)` is that person again."""
    return {
        "kind": caller.kind,
        "roles": dict(caller.roles),
        "permissions": dict(caller.permissions),
        "roles_version": caller.roles_version,
    }


def _own(caller: Caller) -> Select[Job]:
    return select(Job).where(Job.requested_by == caller.id)


def _exportable(session: Session, caller: Caller, prefixes: Sequence[str]) -> dict[str, str]:
    """The ids of those of the accounts that `caller` may export, by prefix."""
    known = accounts_by_prefix(session, prefixes)
    ids = [account.id for account in known.values()]
    check_bus(session, caller, ids)
    reached = reach(session, caller, ids)
    found = {
        prefix: known[prefix].id
        for prefix in prefixes
        if prefix in known and reached[known[prefix].id] is Reach.EXPORTS
    }
    if not found and Reach.SEES in reached.values():
        raise Forbidden(MAY_NOT_EXPORT)
    if not found:
        raise Missing(NO_ACCOUNT, prefix=", ".join(prefixes[:5]))
    return found


def _report_missing(session: Session, job: Job) -> None:
    missing = [prefix for prefix in job.accounts if prefix not in job.account_ids]
    problems.keep(
        session,
        (
            problems.row(job.id, job.attempt, position, prefix, problems.not_found(prefix))
            for position, prefix in enumerate(missing)
        ),
    )
