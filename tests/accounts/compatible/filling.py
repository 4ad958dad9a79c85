"""Invoices by the thousand, written straight into the table."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.documents.models import Document
from shared.ids import new_id

FIRST_DAY = date(2026, 1, 1)


def fill(sessions: sessionmaker[Session], account_id: str, count: int) -> None:
    """As many invoices as `count` like the only one that the account has, through a year."""
    with sessions.begin() as session:
        query = select(Document.__table__).where(Document.account_id == account_id)
        issued = dict(session.execute(query).mappings().one())
        session.execute(
            insert(Document.__table__), [issued | _other(no, count) for no in range(2, count + 1)]
        )


def _other(no: int, count: int) -> dict[str, object]:
    day = FIRST_DAY + timedelta(days=365 * no // (count + 1))
    return {
        "id": new_id(),
        "serial": no,
        "number": f"N {no}",
        "search_key": f"n {no}\nodbiorca sa\n7740001454",
        "issue_date": day,
        "sale_date": day,
        "gross": Decimal(no * 7919 % 10_000),
    }
