"""The HTTP face of a bureau's figures."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter_leading
from services.bureau.figures import reads
from services.bureau.figures.schemas import FiguresQuery, FiguresView
from shared.auth.caller import Caller
from shared.web.api import Api

api = Api("figures")


@api.read("/v1/bureaus/<bureau>/figures", out=FiguresView, query=FiguresQuery, codes=("forbidden",))
def get_figures(
    session: Session, caller: Caller, bureau: str, query: dict[str, str]
) -> dict[str, Any]:
    """Clients by state, documents, exports and seats, month by month."""
    staff = enter_leading(session, caller, bureau)
    return {"items": reads.of(session, staff.bureau_id, **query)}
