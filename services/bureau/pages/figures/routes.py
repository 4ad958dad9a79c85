"""Figures: clients, documents, exports and seats, month by month, as charts."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter_leading
from services.bureau.figures import reads
from services.bureau.figures.schemas import FiguresQuery
from services.bureau.pages.words import STATES
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.queries import lenient
from shared.pages.routing import Pages, Show

pages = Pages("figures")

PageQuery = lenient(FiguresQuery)


@pages.read("/panel/<bureau>/figures", query=PageQuery)
def show_figures(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """The last twelve months, unless others are asked for."""
    staff = enter_leading(session, caller, bureau)
    months = reads.of(session, staff.bureau_id, **query)
    return Show(
        "figures/figures.html",
        area=PANEL,
        prefix=staff.bureau,
        here="figures",
        months=months,
        query=query,
        counted=reads.STATES,
        states=STATES,
    )
