"""The HTTP face of stuck work, for operators: a service names itself and has it."""

from typing import Any

from sqlalchemy.orm import Session

from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.stuck import actions
from shared.stuck.actions import Look, Stuck
from shared.stuck.schemas import SettlingBody, StuckMessageView, StuckQuery, StuckView
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, page_of

StuckPage = page_of(StuckView)

STEP: dict[str, Any] = {"body": SettlingBody, "out": StuckMessageView, "codes": ("step_refused",)}


def stuck_api(service: str) -> Api:
    """The endpoints of one service; each has paths of its own behind the one gateway."""
    api = Api("stuck")
    every, one = f"/v1/desk/{service}/stuck", f"/v1/desk/{service}/stuck/<stuck>"
    for rule, view in ((one + "/replay", replay), (one + "/drop", drop), (one + "/skip", skip)):
        api.write("POST", rule, **STEP)(view)
    api.read(every, out=StuckPage, query=StuckQuery)(list_stuck)
    api.read(one, out=StuckMessageView)(get_stuck)
    decided = f"/v1/desk/{service}/decisions"
    api.read(decided, out=StuckPage, query=ListQuery)(list_decisions)
    return api


def list_stuck(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Stuck]:
    """Dead letters and parked messages of this service, dead letters first."""
    demand_operator(caller)
    return actions.listed(session, **query)


def list_decisions(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Stuck]:
    """What operators replayed, dropped or skipped to here, who and why, the newest first."""
    demand_operator(caller)
    return actions.decisions(session, **query)


def get_stuck(session: Session, caller: Caller, stuck: str) -> Look:
    """One message with its body and why it failed; a settled one under its number."""
    demand_operator(caller)
    return actions.look(session, stuck)


def replay(session: Session, caller: Caller, stuck: str, body: dict[str, Any]) -> Look:
    """Try it again now, with all its tries; what waits behind it follows in its order."""
    demand_operator(caller)
    return actions.replay(session, stuck, by=caller.actor, why=body["reason"])


def drop(session: Session, caller: Caller, stuck: str, body: dict[str, Any]) -> Look:
    """Give it up for good: it never has its effect here, and what waits behind it goes on."""
    demand_operator(caller)
    return actions.drop(session, stuck, by=caller.actor, why=body["reason"])


def skip(session: Session, caller: Caller, stuck: str, body: dict[str, Any]) -> Look:
    """Go on with it, without the messages before it that never came."""
    demand_operator(caller)
    return actions.skip(session, stuck, by=caller.actor, why=body["reason"])
