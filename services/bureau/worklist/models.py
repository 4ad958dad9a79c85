"""The working list as one view, and the views of it that people keep.

Only clients whose documents are open are on it; of a client that is merely linked there is
nothing to work on, and nothing to see.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, and_, func, select, type_coerce
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.activity.models import LastExport, MonthActivity
from services.bureau.assignments.models import Orphan
from services.bureau.clients.lifecycle import ACTIVE, HANDED_OVER
from services.bureau.clients.models import Client
from services.bureau.database import Base
from services.bureau.months.models import Month
from shared.database import UtcDateTime

_activity = and_(MonthActivity.account_id == Month.account_id, MonthActivity.month == Month.month)

_rows = (
    select(
        Month.id,
        Month.bureau_id,
        Month.client_id,
        Month.month,
        type_coerce(Month.state, String(20)).label("state"),
        Month.since,
        Month.missing,
        Month.leaving,
        Client.prefix,
        Client.name,
        Client.tax_no,
        Client.owner_kind,
        Client.sort_key,
        Client.search_key,
        type_coerce(Client.state, String(20)).label("client_state"),
        func.coalesce(MonthActivity.sales, 0).label("sales"),
        func.coalesce(MonthActivity.costs, 0).label("costs"),
        MonthActivity.last_document,
        LastExport.at.label("last_export"),
        Month.changed,
        Orphan.client_id.is_not(None).label("orphaned"),
    )
    .join(Client, and_(Client.id == Month.client_id, Client.bureau_id == Month.bureau_id))
    .outerjoin(MonthActivity, _activity)
    .outerjoin(LastExport, LastExport.account_id == Month.account_id)
    .outerjoin(Orphan, Orphan.client_id == Month.client_id)
    .where(Client.state.in_((ACTIVE, HANDED_OVER)), Client.bureau_role.is_not(None))
    .subquery("work")
)


class Work(Base):
    """A month of a client, with what is known of both."""

    __table__ = _rows
    __mapper_args__ = {"primary_key": [_rows.c.id]}

    id: Mapped[str]
    bureau_id: Mapped[str]
    client_id: Mapped[str]
    month: Mapped[str]
    state: Mapped[str]
    since: Mapped[datetime]
    missing: Mapped[int]
    leaving: Mapped[int]
    prefix: Mapped[str]
    name: Mapped[str]
    tax_no: Mapped[str]
    owner_kind: Mapped[str]
    sort_key: Mapped[str]
    search_key: Mapped[str]
    client_state: Mapped[str]
    sales: Mapped[int]
    costs: Mapped[int]
    last_document: Mapped[date | None]
    last_export: Mapped[datetime | None]
    changed: Mapped[bool]
    orphaned: Mapped[bool]


class SavedView(Base):
    """Filters and an order of the working list, under a name that a person gave them."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("uq_saved_view_name", "bureau_id", "user_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    user_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
