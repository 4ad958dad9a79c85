"""The documents' pages at an account with 10,000 invoices, next to one with 100.

One process, asked without a network between, on PostgreSQL and on SQLite; queries counted.
"""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import event

from tests.accounts.builders import World
from tests.bench.figures import Spread, aim, table
from tests.bench.pages import a_full_account
from tests.pages.browser import Browser
from tests.system.servers import Servers

FEW, MANY = 100, 10_000  # invoices
ASKED, WARM = 60, 3

HOME = "/account/acme/documents"
PAGES = {
    "the list": HOME,
    "the list of a month": f"{HOME}?month=2026-05",
    "the list of a kind": f"{HOME}?kind=vat",
    "a search that finds some": f"{HOME}?q=n+77",
    "a search that finds nothing": f"{HOME}?q=nothing-like-this",
}


class Taken(NamedTuple):
    spread: Spread
    queries: int


def run(servers: Servers) -> None:
    """Print what each page costs with few and with many invoices, for each database."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        for name in ("PostgreSQL", "SQLite"):
            few, many = (_measured(servers, name, Path(folder), count) for count in (FEW, MANY))
            _show(name, few, many)


def _measured(servers: Servers, name: str, folder: Path, count: int) -> dict[str, Taken]:
    url = f"sqlite:///{folder}/documents{count}.db"
    if name == "PostgreSQL":
        url = servers.postgresql.create(f"documents{count}")
    with a_full_account(url, folder, count) as program:
        token = World(program.app).sign_in("acme@example.com").headers["Authorization"].split()[1]
        browser = Browser(program.app, "accounts", token)
        return {page: _taken(browser, path) for page, path in PAGES.items()}


def _taken(browser: Browser, path: str) -> Taken:
    seconds = [_seconds(browser, path) for _ in range(WARM + ASKED)][WARM:]
    counted: list[str] = []
    engine = browser.client.application.extensions["reading"].kw["bind"]

    def note(*given: object) -> None:
        counted.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    browser.open(path)
    event.remove(engine, "before_cursor_execute", note)
    return Taken(Spread.of(seconds), len(counted))


def _seconds(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    answer = browser.open(path)
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise LookupError(answer.text)
    return taken


def _show(name: str, few: dict[str, Taken], many: dict[str, Taken]) -> None:
    heads = (f"p50 of {FEW}", f"p50 of {MANY:,}", f"p99 of {MANY:,}", "queries")
    rows = [
        (
            page,
            *(f"{each * 1000:.1f} ms" for each in (few[page].spread.p50, *many[page].spread)),
            f"{many[page].queries}",
        )
        for page in PAGES
    ]
    table(f"documents' pages on {name}", heads, rows)
    same = all(few[page].queries == many[page].queries for page in PAGES)
    aim("as many queries however many invoices there are", met=same)
