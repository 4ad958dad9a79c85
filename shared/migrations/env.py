"""Alembic runs this file for every service, on the connection that the runner hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.types import TypeDecorator


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their name, which is imported, and truth as both databases do.

    Autogeneration asks SQLite, which would write `true` as 1; PostgreSQL refuses that.
    """
    if kind == "server_default" and isinstance(getattr(item, "arg", None), True_ | False_):
        return f"sa.{item.arg}()"
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    name = type(item).__name__
    autogenerate.imports.add(f"from {type(item).__module__} import {name}")
    return f"{name}()"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_item=render,
    render_as_batch=True,
    compare_type=True,
    # SQLite can undo a change of tables as well, once the transaction is begun by hand.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
