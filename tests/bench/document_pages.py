"""The documents' pages at an account with 10,000 invoices, next to one with 100."""

import tempfile
from pathlib import Path

from tests.accounts.builders import World
from tests.bench.browsing import Taken, compare, taken
from tests.bench.pages import a_full_account
from tests.pages.browser import Browser
from tests.system.servers import Servers

FEW, MANY = 100, 10_000  # invoices

HOME = "/account/acme/documents"
PAGES = {
    "the list": HOME,
    "the list of a month": f"{HOME}?month=2026-05",
    "the list of a kind": f"{HOME}?kind=vat",
    "a search that finds some": f"{HOME}?q=n+77",
    "a search that finds nothing": f"{HOME}?q=nothing-like-this",
}


def run(servers: Servers) -> None:
    """Print what each page costs with few and with many invoices, for each database."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        for name in ("PostgreSQL", "SQLite"):
            few, many = (
                (count, _measured(servers, name, Path(folder), count)) for count in (FEW, MANY)
            )
            compare(f"documents' pages on {name}", "invoices", few, many)


def _measured(servers: Servers, name: str, folder: Path, count: int) -> dict[str, Taken]:
    url = f"sqlite:///{folder}/documents{count}.db"
    if name == "PostgreSQL":
        url = servers.postgresql.create(f"documents{count}")
    with a_full_account(url, folder, count) as program:
        token = World(program.app).sign_in("acme@example.com").headers["Authorization"].split()[1]
        browser = Browser(program.app, "accounts", token)
        return {page: taken(browser, path) for page, path in PAGES.items()}
