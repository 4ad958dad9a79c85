"""The pages of stuck work, for operators: a service names itself and has them."""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.contracts.pages import DESK, SERVICES
from shared.errors import Missing
from shared.pages.queries import lenient
from shared.pages.routing import Go, Pages, Show
from shared.stuck import actions
from shared.stuck.schemas import SettlingBody, StuckQuery
from shared.stuck.words import WORDS, last_line, readable, who
from shared.texts import N_

EVERY = "/desk/stuck"
FEW = 5
LATEST = 20

REPLAYED = N_("The message is being tried again.")
DROPPED = N_("The message is dropped. What waited behind it goes on.")
SKIPPED = N_("The message is being handled, without what is missing before it.")
GONE = N_("That message is not stuck any more.")


def stuck_pages(service: str) -> Pages:
    """The pages of one service; each has paths of its own behind the one gateway."""
    pages = Pages("stuck")
    home, one = f"{EVERY}/{service}", f"{EVERY}/{service}/<stuck>"
    pages.read(home, query=lenient(StuckQuery))(show_stuck)
    pages.fragment(f"{home}/latest")(show_latest_stuck)
    pages.read(one)(show_message)
    for rule, view in ((f"{one}/replay", replay), (f"{one}/drop", drop), (f"{one}/skip", skip)):
        pages.write(rule, form=SettlingBody, again=show_message)(view)
    return pages


def show_stuck(session: Session, caller: Caller, query: dict[str, Any]) -> Show:
    """All that is stuck in this service, and what was decided lately."""
    demand_operator(caller)
    done = actions.decisions(session, limit=LATEST, cursor=None).items
    listed = actions.listed(session, **query)
    counts = actions.count_by_state(session)
    return _show("stuck/list.html", caller, listed=listed, counts=counts, query=query, done=done)


def show_latest_stuck(session: Session, caller: Caller) -> Show:
    """What stands first, for the page that shows all services."""
    demand_operator(caller)
    return _show("stuck/latest.html", caller, **first(session))


def show_message(session: Session, caller: Caller, stuck: str) -> Show | Go:
    """One message: its body, why it failed, and the ways on."""
    demand_operator(caller)
    try:
        look = actions.look(session, stuck)
    except Missing:
        if actions.is_over(session, stuck):
            return Go(_home(), GONE)
        raise
    body = readable(look.stuck.body)
    return _show("stuck/message.html", caller, look=look, each=look.stuck, body=body)


def replay(session: Session, caller: Caller, stuck: str, form: dict[str, Any]) -> Go:
    """Try it again now."""
    demand_operator(caller)
    actions.replay(session, stuck, by=caller.actor, why=form["reason"])
    return Go(_home(), REPLAYED)


def drop(session: Session, caller: Caller, stuck: str, form: dict[str, Any]) -> Go:
    """Give it up for good."""
    demand_operator(caller)
    actions.drop(session, stuck, by=caller.actor, why=form["reason"])
    return Go(_home(), DROPPED)


def skip(session: Session, caller: Caller, stuck: str, form: dict[str, Any]) -> Go:
    """Go on with it, without those before it."""
    demand_operator(caller)
    actions.skip(session, stuck, by=caller.actor, why=form["reason"])
    return Go(_home(), SKIPPED)


def first(session: Session) -> dict[str, Any]:
    """What `stuck/latest.html` shows: the first few, and how much there is."""
    listed = actions.listed(session, state=None, limit=FEW, cursor=None)
    return {"listed": listed, "counts": actions.count_by_state(session)} | _words()


def _show(template: str, caller: Caller, **facts: Any) -> Show:
    said_by = {"said_by": lambda actor: who(actor, caller.actor)}
    return Show(template, area=DESK, here="stuck", **(_words() | said_by | facts))


def _words() -> dict[str, Any]:
    name = SERVICES[current_app.name]
    return {"home": _home(), "name": name, "words": WORDS, "last_line": last_line}


def _home() -> str:
    return f"{EVERY}/{current_app.name}"
