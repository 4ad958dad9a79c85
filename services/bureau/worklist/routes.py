"""The HTTP face of the working list."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter
from services.bureau.worklist import actions, reads
from services.bureau.worklist.models import SavedView
from services.bureau.worklist.schemas import (
    SavedViewsView,
    SavedViewView,
    SummaryQuery,
    SummaryView,
    ViewBody,
    WorkQuery,
    WorkView,
)
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import Page, page_of

api = Api("worklist")

ADDRESS = "/v1/bureaus/<bureau>/work"


@api.read(ADDRESS, out=page_of(WorkView), query=WorkQuery)
def list_work(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Page[dict[str, Any]]:
    """A month of every client whose documents are open, the most pressing first."""
    return reads.see_page(session, enter(session, caller, bureau), **query)


@api.read(f"{ADDRESS}/summary", out=SummaryView, query=SummaryQuery)
def get_work_summary(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> dict[str, Any]:
    """How a month stands: its terms, and how many clients are in which state."""
    return reads.summarise(session, enter(session, caller, bureau), **query)


@api.read(f"{ADDRESS}/views", out=SavedViewsView)
def list_views(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """The views of the list that you keep."""
    return {"items": actions.views(session, enter(session, caller, bureau))}


@api.write(
    "POST",
    f"{ADDRESS}/views",
    body=ViewBody,
    out=SavedViewView,
    status=201,
    codes=("step_refused",),
)
def save_view(session: Session, caller: Caller, bureau: str, body: dict[str, Any]) -> SavedView:
    """Keep filters and an order of the list under a name."""
    return actions.save_view(session, enter(session, caller, bureau), **body)


@api.write("DELETE", f"{ADDRESS}/views/<view>", status=204)
def drop_view(session: Session, caller: Caller, bureau: str, view: str) -> None:
    """Forget a view."""
    actions.drop_view(session, enter(session, caller, bureau), view)
