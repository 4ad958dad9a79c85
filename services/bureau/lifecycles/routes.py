"""The HTTP face of the lifecycles."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.clients.lifecycle import LIFECYCLE as CLIENT
from services.bureau.companies.lifecycle import LIFECYCLE as COMPANY
from services.bureau.lifecycles.schemas import LifecyclesView, seen
from services.bureau.module.lifecycle import LIFECYCLE as MODULE
from services.bureau.months.lifecycle import LIFECYCLE as MONTH
from shared.auth.caller import Caller
from shared.web.api import Access, Api

api = Api("lifecycles")


@api.read("/v1/lifecycle", access=Access.PUBLIC, out=LifecyclesView)
def get_lifecycle(session: Session, caller: Caller) -> dict[str, Any]:
    """States, triggers, guards and a picture, printed from the tables that run."""
    return seen(CLIENT) | {"others": [seen(COMPANY), seen(MODULE), seen(MONTH)]}
