"""Alembic runs this file for every service, on the connection that the runner hands it.

Autogeneration asks SQLite and writes for both databases: what SQLite alone would read, such as
1 for true, is put into words that PostgreSQL reads too.
"""

from collections.abc import Iterator
from typing import Any, Literal, cast

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.operations.ops import CreateIndexOp, MigrateOperation, OpContainer
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.types import TypeDecorator

CONDITIONS = ("postgresql_where", "sqlite_where")


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their name, which is imported, and truth as truth."""
    if kind == "server_default" and isinstance(getattr(item, "arg", None), True_ | False_):
        return f"sa.{item.arg}()"
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    name = type(item).__name__
    autogenerate.imports.add(f"from {type(item).__module__} import {name}")
    return f"{name}()"


def reword(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """Write the conditions of partial indexes as PostgreSQL does."""
    for script in scripts:
        for operation in _all(cast("OpContainer", script.upgrade_ops)):
            for name in CONDITIONS:
                if isinstance(operation, CreateIndexOp) and name in operation.kw:
                    operation.kw[name] = text(_words(operation.kw[name]))


def _all(container: OpContainer) -> Iterator[MigrateOperation]:
    for operation in container.ops:
        yield operation
        if isinstance(operation, OpContainer):
            yield from _all(operation)


def _words(condition: Any) -> str:
    options = {"literal_binds": True, "include_table": False}
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(condition.compile(dialect=dialect, compile_kwargs=options))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_item=render,
    process_revision_directives=reword,
    render_as_batch=True,
    compare_type=True,
    # SQLite can undo a change of tables as well, once the transaction is begun by hand.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
