"""Exports that a bureau asks for over the bus, for one of its people."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.exports.copies.actions import accounts_by_id
from services.exports.formats.problems import Problem
from services.exports.formats.registry import FORMATS
from services.exports.jobs import problems
from services.exports.jobs.actions import announced, enqueue, natural_direction
from services.exports.jobs.lifecycle import LIFECYCLE
from services.exports.jobs.models import Job
from services.exports.jobs.schemas import ExportBody
from services.exports.webhooks import actions as webhooks
from shared.clock import now
from shared.contracts.bureau import ExportRequested
from shared.history import take
from shared.texts import N_

NOT_TAKEN = N_("Exports does not take the argument “%(argument)s”: %(fault)s")
NONE_OF_THEM = N_("The bureau asked with arguments that exports does not take; see the problems.")


def queue_order(session: Session, order: ExportRequested) -> None:
    """Queue what the bureau asked for, under the bureau's id; once, however often it asks.

    Arguments that can't be run make an export that has failed and names each of them.
    """
    if session.get(Job, order.export_id):
        return
    try:
        asked = ExportBody(exclude=("accounts",)).load(order.arguments)
    except ValidationError as error:
        _refuse(session, order, error)
    else:
        enqueue(session, _job(session, order, asked))


def _refuse(session: Session, order: ExportRequested, error: ValidationError) -> None:
    """What can be read of the arguments is kept; the rest stands as if nobody had said it."""
    valid = error.valid_data if isinstance(error.valid_data, dict) else {}
    job = _job(session, order, valid | {"format": _named_format(order)})
    enqueue(session, job)
    rows = (
        problems.row(job.id, job.attempt, position, "", problem)
        for position, problem in enumerate(_problems(error))
    )
    problems.keep(session, rows)
    job.error = {"code": "invalid", "text": NONE_OF_THEM, "facts": {}}
    job.ended_at = now()
    take(session, LIFECYCLE, job, "fail", **announced(job))
    webhooks.announce(session, job)


def _job(session: Session, order: ExportRequested, asked: Mapping[str, Any]) -> Job:
    known = accounts_by_id(session, order.accounts)
    prefixes = {known[each].prefix if each in known else each: each for each in order.accounts}
    moment, period = now(), asked.get("period", {})
    return Job(
        id=order.export_id,
        requested_by=order.requested_by,
        requester=_requester(order),
        format=asked["format"],
        accounts=list(prefixes),
        account_ids=prefixes,
        period_from=period.get("first", moment.date()),
        period_to=period.get("last", moment.date()),
        date_basis=asked.get("date_basis", "issue"),
        kinds=asked.get("kinds"),
        direction=asked.get("direction") or _direction(asked["format"]),
        options=asked.get("options", {}),
        dated_at=asked.get("dated_at"),
        only=asked.get("only"),
        mark_booked=asked.get("mark_booked", False),
        created_at=moment,
        attempt=0,
    )


def _requester(order: ExportRequested) -> dict[str, Any]:
    """One who leads the bureau, as the bureau says, until accounts says something newer."""
    return {"kind": "user", "roles": {order.bureau_id: "admin"}, "roles_version": 0}


def _named_format(order: ExportRequested) -> str:
    said = order.arguments.get("format", "") if isinstance(order.arguments, Mapping) else ""
    return str(said)[:30]


def _direction(format_id: str) -> str:
    return natural_direction(FORMATS[format_id]) if format_id in FORMATS else "all"


def _problems(error: ValidationError) -> Iterator[Problem]:
    for argument, fault in _faults(error.messages):
        facts = {"argument": argument.lstrip("/"), "fault": fault}
        yield Problem(code="invalid_argument", text=NOT_TAKEN, facts=facts)


def _faults(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Marshmallow's nested messages one by one, each with where it belongs."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _faults(inner, path if key == "_schema" else f"{path}/{key}")
    elif isinstance(messages, list):
        for text in messages:
            yield path, str(text)
    else:
        yield path, str(messages)
