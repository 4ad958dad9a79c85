"""Asking for a new company's account, and what becomes of the request."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.companies import prefixes
from services.bureau.companies.lifecycle import LIFECYCLE, REQUESTED
from services.bureau.companies.models import CompanyRequest
from services.bureau.module import actions as modules
from services.bureau.module import seats
from services.bureau.served import actions as served
from shared import outbox
from shared.clock import now
from shared.contracts.bureau import CompanyDeclined
from shared.errors import Missing, Refused
from shared.history import take
from shared.ids import new_id
from shared.texts import N_

TAKEN = N_("Another account has the prefix “%(prefix)s”. These are free: %(free)s.")
NO_MODULE = N_("The bureau's module is not active now.")
UNKNOWN = N_("There is no request %(id)s.")

AT_ONCE = 50  # overdue requests


def request(
    session: Session,
    bureau_id: str,
    *,
    prefix: str,
    company: dict[str, Any],
    client_email: str | None,
    request_id: str | None = None,
) -> CompanyRequest:
    """Ask accounts for an account and keep a seat for it; refused where there is none."""
    module = modules.lock(session, bureau_id)
    if module is None:
        raise Refused(NO_MODULE, code="module_inactive")
    if prefixes.taken(session, bureau_id, [prefix]):
        free = prefixes.suggest(session, bureau_id, company)
        taken = Refused(TAKEN, code="prefix_taken", prefix=prefix, free=", ".join(free))
        taken.members["suggestions"] = free
        raise taken
    before = served.make_room(session, bureau_id, prefix)
    wanted = CompanyRequest(
        id=request_id or new_id(),
        bureau_id=bureau_id,
        module=module,
        prefix=prefix,
        company=company,
        client_email=client_email,
        requested_at=now(),
        versions_before=before,
    )
    wanted.call(company["name"], company["tax_no"])
    wanted.seat = wanted.id
    session.add(wanted)
    _step(session, wanted, "request", company=company, client_email=client_email)
    seats.take(session, module, wanted.id)
    return wanted


def request_or_decline(session: Session, bureau_id: str, *, request_id: str, **wanted: Any) -> None:
    """Ask for what a bureau's program wants, or say why not, leaving nothing else behind."""
    try:
        with session.begin_nested():
            request(session, bureau_id, request_id=request_id, **wanted)
    except Refused as refused:
        message = CompanyDeclined(
            request_id=request_id,
            bureau_id=bureau_id,
            prefix=wanted["prefix"],
            code=refused.code,
            detail=str(refused),
        )
        outbox.publish(session, message, subject_id=request_id)


def create(session: Session, request_id: str) -> None:
    """The account exists: the request is fulfilled, even if it was given up meanwhile."""
    wanted = _lock(session, request_id)
    if LIFECYCLE.may(wanted, "create"):
        _step(session, wanted, "create")


def reject(session: Session, request_id: str, *, code: str, detail: str) -> None:
    """Accounts said no: the seat goes back. A request that was given up stays so."""
    wanted = _lock(session, request_id)
    if LIFECYCLE.may(wanted, "reject"):
        wanted.reason, wanted.detail = code, detail
        _step(session, wanted, "reject", code=code)
        _free_seat(session, wanted)


def abandon_overdue(session: Session, *, limit: timedelta) -> None:
    """Give up requests that accounts has left unanswered for longer than `limit`."""
    overdue = (
        select(CompanyRequest.id)
        .where(CompanyRequest.state == REQUESTED, CompanyRequest.requested_at < now() - limit)
        .order_by(CompanyRequest.bureau_id, CompanyRequest.id)
        .limit(AT_ONCE)
    )
    for request_id in session.scalars(overdue).all():
        wanted = _lock(session, request_id)
        if LIFECYCLE.may(wanted, "abandon"):
            wanted.reason = "unavailable"
            _step(session, wanted, "abandon")
            _free_seat(session, wanted)


def pass_seat_on(session: Session, request_id: str, heir: str) -> str:
    """The seat goes from the request to the client that came of it.

    A request that was given up has none any more; then `heir` gets a seat of its own, or
    waits for the next one that becomes free. Returns the name under which the seat stands.
    """
    wanted = _lock(session, request_id)
    if wanted.seat:
        name, wanted.seat = wanted.seat, None
        return name
    seats.claim(session, wanted.module, heir)
    return heir


def get(session: Session, request_id: str) -> CompanyRequest:
    """The request with this id."""
    wanted = session.get(CompanyRequest, request_id)
    if wanted is None:
        raise Missing(UNKNOWN, id=request_id)
    return wanted


def _lock(session: Session, request_id: str) -> CompanyRequest:
    """The request, held with the module whose seats it may move, and in that order."""
    wanted = get(session, request_id)
    modules.lock(session, wanted.bureau_id)
    session.refresh(wanted, with_for_update=True)
    return wanted


def _free_seat(session: Session, wanted: CompanyRequest) -> None:
    if wanted.seat:
        seats.give_back(session, wanted.module, wanted.seat)
        wanted.seat = None


def _step(session: Session, wanted: CompanyRequest, trigger: str, **facts: Any) -> None:
    facts |= {
        "request_id": wanted.id,
        "bureau_id": wanted.bureau_id,
        "prefix": wanted.prefix,
    }
    wanted.since = now()
    take(session, LIFECYCLE, wanted, trigger, **facts)
