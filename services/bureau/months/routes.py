"""The HTTP face of a client's months."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client, works_in
from services.bureau.accounts import actions as accounts
from services.bureau.clients import actions as clients
from services.bureau.clients.lifecycle import documents_are_open
from services.bureau.months import actions
from services.bureau.months.models import Month
from services.bureau.months.schemas import MONTH, MonthsView, MonthView, WhyBody
from services.bureau.served import actions as served
from services.bureau.served.models import Served
from services.bureau.served.reads import facts
from shared.auth.caller import Caller
from shared.errors import Missing, Refused
from shared.web.api import Api

api = Api("months")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>/months"

ONE = f"{ADDRESS}/<month>"
REFUSES = ("step_refused",)


@api.read(ADDRESS, out=MonthsView, codes=REFUSES)
def list_months(session: Session, caller: Caller, bureau: str, client: str) -> dict[str, Any]:
    """The client's months with what became of them, the newest first."""
    seen = find_client(session, enter(session, caller, bureau), client)
    client_facts = facts(seen)
    if client_facts is None or not documents_are_open(client_facts):
        raise Refused(actions.CLOSED_TO_US)
    return {"items": actions.of(session, seen.id)}


@api.write("POST", f"{ONE}/complete", out=MonthView, codes=REFUSES)
def complete_month(session: Session, caller: Caller, bureau: str, client: str, month: str) -> Month:
    """Say that everything of the month is there: the client's own people, or the bureau's."""
    seen = _own(session, caller, bureau, client) or _served(session, caller, bureau, client)
    return _step(session, seen, month, "complete")


@api.write("POST", f"{ONE}/take_up", out=MonthView, codes=REFUSES)
def take_up_month(session: Session, caller: Caller, bureau: str, client: str, month: str) -> Month:
    """Begin to book the month."""
    return _step(session, _served(session, caller, bureau, client), month, "take_up")


@api.write("POST", f"{ONE}/close", out=MonthView, codes=REFUSES)
def close_month(session: Session, caller: Caller, bureau: str, client: str, month: str) -> Month:
    """Close the month: it is booked and reported."""
    return _step(session, _served(session, caller, bureau, client), month, "close")


@api.write("POST", f"{ONE}/reopen", body=WhyBody, out=MonthView, codes=REFUSES)
def reopen_month(
    session: Session, caller: Caller, bureau: str, client: str, month: str, body: dict[str, Any]
) -> Month:
    """Open the month again, and say why."""
    return _step(session, _served(session, caller, bureau, client), month, "reopen", **body)


def _served(session: Session, caller: Caller, bureau: str, client: str) -> Served:
    return find_client(session, enter(session, caller, bureau), client)


def _own(session: Session, caller: Caller, bureau: str, client: str) -> Served | None:
    """The client, where the caller is one of its own people and the bureau serves it."""
    account, home = accounts.find(session, client), accounts.find(session, bureau)
    if account is None or home is None or not works_in(caller, account.id, "change_documents"):
        return None
    return served.find(session, home.id, client)


def _step(session: Session, seen: Served, month: str, trigger: str, **given: Any) -> Month:
    if MONTH.fullmatch(month) is None:
        raise Missing(actions.NO_MONTH, month=month)
    found = actions.step(session, clients.lock(session, seen), month, trigger, **given)
    session.flush()
    return found
