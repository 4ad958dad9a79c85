"""What documents are found by when somebody searches."""

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from services.accounts.documents.folding import folded

revision = "0009"
down_revision = "0008"

AT_ONCE = 1000  # documents

document = sa.table(
    "document", sa.column("id"), sa.column("head", sa.Text()), sa.column("search_key")
)


def upgrade() -> None:
    column = sa.Column("search_key", sa.Text(), server_default="", nullable=False)
    op.add_column("document", column)
    fill(op.get_bind())


def fill(database: sa.Connection) -> None:
    """Give the documents that are there their keys."""
    change = sa.update(document).where(document.c.id == sa.bindparam("of"))
    last = ""
    while rows := database.execute(_after(last)).all():
        keys = [{"of": row.id, "key": _key(orjson.loads(row.head))} for row in rows]
        database.execute(change.values(search_key=sa.bindparam("key")), keys)
        last = rows[-1].id


def _after(last: str) -> sa.Select[tuple[str, str]]:
    query = sa.select(document.c.id, document.c.head).where(document.c.id > last)
    return query.order_by(document.c.id).limit(AT_ONCE)


def _key(head: dict[str, Any]) -> str:
    other = head["buyer"] if head["income"] else head["seller"]
    said = (head["number"], other["name"], other["tax_no"])
    return folded("\n".join(filter(None, said)))
