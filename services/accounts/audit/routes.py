"""The audit over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.audit import actions, watching
from services.accounts.audit.models import AuditRow
from services.accounts.audit.schemas import AuditQuery, AuditRowView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import Page, page_of, paginate

api = Api("audit")

WATCHED = watching.WATCHED  # The rows are watched from when this is loaded, in each process.


@api.read(
    "/v1/accounts/<prefix>/audit",
    query=AuditQuery,
    out=page_of(AuditRowView),
    codes=("forbidden",),
)
def list_audit(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Page[Any]:
    """What changed in the account, the newest first; for who leads it, and for its bureau."""
    account = actions.account_to_read(session, caller, prefix)
    rows, what = actions.rows_of(account), query.pop("what")
    if what:
        rows = rows.where(AuditRow.what == what)
    page: Page[AuditRow] = paginate(session, rows, by=[AuditRow.number], descending=True, **query)
    names = actions.names_of(session, {row.actor for row in page.items})
    items = [vars(row) | {"actor_email": names.get(row.actor)} for row in page.items]
    return Page(items, page.next)
