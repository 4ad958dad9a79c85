"""The base of the tables that the accounts service owns."""

from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import JSON, Date, MetaData, select
from sqlalchemy.orm import DeclarativeBase, Session

from shared.database import NAMING, UtcDateTime


class Base(DeclarativeBase):
    """Every table here has a `version` where more than one request may change its rows."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
    }


Row = TypeVar("Row", bound=Base)


def locked(session: Session, table: type[Row], row_id: str) -> Row:
    """The row with this id as it is now; it stays so until the transaction ends.

    `Session.get` with a lock would not do: it refuses a row that changed since this session
    first read it, which is what the lock is there to bear. The row's key may be pointed at
    meanwhile: of two requests that each point at a row and then lock it, each would wait for
    the other.
    """
    query = select(table).where(table.__table__.c.id == row_id)
    held = query.with_for_update(key_share=True)
    return session.scalars(held, execution_options={"populate_existing": True}).one()
