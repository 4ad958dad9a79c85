"""Pages of 10,000 invoices at the compatible addresses: page 100 next to page 1.

One process, asked without a network between, on PostgreSQL and on SQLite.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from services.accounts.config import Settings
from tests.accounts.builders import World
from tests.accounts.compatible.conftest import Program, a_token
from tests.accounts.compatible.filling import fill
from tests.accounts.conftest import an_app, close
from tests.bench.figures import aim, table
from tests.system.servers import Servers

COUNT, SIZE = 10_000, 100
TRIES = 31  # of each page, of which the quickest counts: nothing else slowed it
MOST = 2.0

LISTS: dict[str, dict[str, Any]] = {
    "invoices.json": {},
    "with their positions": {"include_positions": "true"},
    "of a kind and a side": {"kind": "vat", "income": "yes"},
    "of a period": {"period": "more", "date_from": "2026-01-01", "date_to": "2026-12-31"},
    "of a client": {"client_id": "1"},
    "by date of issue": {"order": "issue_date.desc"},
    "by amount": {"order": "price_gross.asc"},
    "by number": {"order": "number.asc"},
    "by change": {"order": "updated_at.desc"},
}


def run(servers: Servers) -> None:
    """Print what page 100 costs next to page 1, for each list and database."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        for url in (servers.postgresql.create("pages"), f"sqlite:///{folder}/pages.db"):
            with a_full_account(url, Path(folder)) as program:
                _report(url.partition(":")[0].partition("+")[0], program)


@contextmanager
def a_full_account(url: str, folder: Path, count: int = COUNT) -> Iterator[Program]:
    """A program of an account that has issued so many invoices."""
    app = an_app(
        Settings(
            database_url=url,
            bus_url=f"embedded:///{folder}/bus.db",
            data_dir=folder,
            public_url="https://accounts.test",
            rate_limits=False,
        )
    )
    world = World(app)
    program = Program(app, a_token(world.account("acme"), "acme"))
    program.invoice()
    fill(world.sessions, world.id_of("acme"), count)
    with app.extensions["writing"].kw["bind"].connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        words = "VACUUM ANALYZE document" if "postgresql" in url else "ANALYZE"
        connection.execute(text(words))
    try:
        yield program
    finally:
        close(app)


def _report(database: str, program: Program) -> None:
    costs = {name: _cost(program, query) for name, query in LISTS.items()}
    rows = [
        (name, f"{first * 1000:.1f} ms", f"{last * 1000:.1f} ms", f"{last / first:.2f}")
        for name, (first, last) in costs.items()
    ]
    table(f"{COUNT:,} invoices on {database}", ("page 1", "page 100", "ratio"), rows)
    worst = max(last / first for first, last in costs.values())
    aim(f"page 100 costs at most {MOST:.0f} times page 1", met=worst <= MOST)


def _cost(program: Program, query: dict[str, Any]) -> tuple[float, float]:
    """Seconds of the first and of the last page, asked for by turns."""
    taken = [(_page(program, 1, query), _page(program, 100, query)) for _ in range(TRIES)]
    return min(first for first, _ in taken), min(last for _, last in taken)


def _page(program: Program, page: int, query: dict[str, Any]) -> float:
    began = time.perf_counter()
    answer = program.get("/invoices.json", page=page, per_page=SIZE, **query)
    taken = time.perf_counter() - began
    if len(answer.json) != SIZE:
        raise LookupError(answer.text)
    return taken
