"""Handing an account over, step by step: what it brings, to whom, and whether that is right."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.clients.models import Client
from services.bureau.clients.preflight import look_ahead
from services.bureau.companies import actions as companies
from services.bureau.handovers import actions
from services.bureau.handovers.schemas import OfferBody
from services.bureau.pages.client.frame import CLIENT, Looked, hold, look_at, shown
from services.bureau.pages.client.ways import obstacle
from services.bureau.pages.client.words import OFFER_ENDS
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("handover")

HANDOVER = f"{CLIENT}/handover"


@pages.read(HANDOVER)
def show_handover(session: Session, caller: Caller, bureau: str, client: str) -> Show:
    """What a hand-over brings and what stands in its way; or how the offer stands."""
    return _begin(session, look_at(session, caller, bureau, client))


@pages.read(f"{HANDOVER}/to")
def show_whom(session: Session, caller: Caller, bureau: str, client: str) -> Show:
    """Who is to take the account over."""
    looked = look_at(session, caller, bureau, client)
    if _is_blocked(session, looked):
        return _begin(session, looked)
    return shown("handover/whom.html", looked, email=_expected(session, looked))


@pages.write(f"{HANDOVER}/check", form=OfferBody, again=show_whom)
def check_handover(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Show:
    """The offer as it would be made, once more for a look; nothing is done yet."""
    looked = look_at(session, caller, bureau, client)
    if _is_blocked(session, looked):
        return _begin(session, looked)
    return shown("handover/check.html", looked, email=form["email"])


@pages.write(HANDOVER, form=OfferBody, again=show_whom)
def offer_handover(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Offer the account to this person."""
    _, found, here = hold(session, caller, bureau, client)
    actions.offer(session, found, form["email"])
    return Go(f"{here}/handover", N_("The account is offered to %(email)s."), email=form["email"])


@pages.write(f"{HANDOVER}/resend", again=show_handover)
def resend_handover(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Have the open offer mailed again."""
    _, found, here = hold(session, caller, bureau, client)
    offer = actions.resend(session, found)
    notice = N_("A new mail goes to %(email)s. The link in the one before works no more.")
    return Go(f"{here}/handover", notice, email=offer.email)


@pages.write(f"{HANDOVER}/cancel", again=show_handover)
def cancel_handover(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Take the open offer back."""
    _, found, here = hold(session, caller, bureau, client)
    actions.withdraw(session, found)
    return Go(f"{here}/handover", N_("The offer is taken back."))


def _begin(session: Session, looked: Looked) -> Show:
    found = look_ahead(session, looked.staff, looked.row, "handover")
    offer = looked.client.handover
    return shown(
        "handover/brings.html",
        looked,
        offered=offer if offer and offer.outcome is None else None,
        ended=OFFER_ENDS.get(offer.outcome or "") if offer else None,
        is_over=looked.client.ownership == "client",
        obstacles=[obstacle(each, looked.here) for each in found.blockers],
    )


def _is_blocked(session: Session, looked: Looked) -> bool:
    return bool(look_ahead(session, looked.staff, looked.row, "handover").blockers)


def _expected(session: Session, looked: Looked) -> str:
    """Whom the bureau named when it asked for the account, if it named anybody."""
    found = session.get_one(Client, looked.client.id)
    asked = companies.get(session, found.request_id) if found.request_id else None
    return (asked.client_email if asked else None) or ""
