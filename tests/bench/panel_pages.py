"""The panel's pages of a bureau with 10,000 clients, next to those of one with 2,000."""

import re
import tempfile
from contextlib import closing

from services.bureau.migrations import METADATA
from tests.bench.browsing import Taken, compare, taken
from tests.bench.panels import analyse, fill
from tests.bureau.pages.conftest import browser_of
from tests.bureau.stage import Stage
from tests.quicker import create_tables
from tests.system.servers import Servers

FEW, MANY = 2_000, 10_000  # clients

HOME = "/panel/biuro500/clients"
PAGES = {
    "Obsługiwane firmy": HOME,
    "the most at risk first": f"{HOME}?sort=-score",
    "filtered by the month's state": f"{HOME}?month_state=open",
    "filtered by a tag": f"{HOME}?tag=pilne",
    "a search that finds some": f"{HOME}?q=77",
    "a search that finds nothing": f"{HOME}?q=nothing-like-this",
}


def run(servers: Servers) -> None:
    """Print what each page costs with few and with many clients, for each database."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        for name in ("PostgreSQL", "SQLite"):
            few, many = ((count, _measured(servers, name, folder, count)) for count in (FEW, MANY))
            compare(f"the panel's pages on {name}", "clients", few, many)


def _measured(servers: Servers, name: str, folder: str, count: int) -> dict[str, Taken]:
    url = f"sqlite:///{folder}/panel{count}.db"
    if name == "PostgreSQL":
        url = servers.postgresql.create(f"panel{count}")
    create_tables(url, METADATA)
    with closing(Stage(url)) as stage:
        owner = stage.bureau("biuro500")
        engine = stage.sessions.kw["bind"]
        fill(engine, stage.accounts["biuro500"], owner.id, count)
        analyse(engine)
        browser = browser_of(stage, owner)
        found = {page: taken(browser, path) for page, path in PAGES.items()}
        one = re.search(rf'href="({HOME}/[^"/?]+)"', browser.open(HOME).text)
        if one is None:
            raise LookupError("the list shows nobody")
        return found | {"a client's page": taken(browser, one[1])}
