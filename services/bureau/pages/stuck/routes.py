"""Dead letters and parked messages on the operator's desk: of all services, and of this one."""

from sqlalchemy.orm import Session

from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.contracts.pages import DESK, SERVICES
from shared.pages.routing import Show
from shared.stuck.pages import EVERY, first, stuck_pages

pages = stuck_pages("bureau")


@pages.read(EVERY)
def show_all_stuck(session: Session, caller: Caller) -> Show:
    """What is stuck in each service: this one's at once, the others' as they answer."""
    demand_operator(caller)
    others = {name: text for name, text in SERVICES.items() if name != "bureau"}
    return Show("desk/stuck.html", area=DESK, here="stuck", others=others, **first(session))
