"""Pages of 50 clients at a bureau with 10,000, next to the same pages at one with 100.

Both bureaus live in one database and are asked in turn, over HTTP, so that a ratio holds
whatever else the machine does. The queries are counted in a second run without a server.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import Engine, event

from services.bureau.app import create_app
from services.bureau.config import Settings
from shared.database import engine_for
from tests.bench.figures import Spread, aim, say, table
from tests.bench.panels import analyse, fill
from tests.system.person import Person
from tests.system.product import Product
from tests.system.servers import Servers
from tests.system.system import System

FEW, MANY = 100, 10_000  # clients
ASKED = 200  # times each
WARM = 5

PAGES = {
    "working list, most pressing first": "work",
    "working list, by name": "work?sort=name",
    "working list, only open months": "work?state=open",
    "working list, without a carer": "work?carer=nobody",
    "served companies, by name": "clients",
    "served companies, newest first": "clients?sort=-since",
    "counts per state": "work/summary",
}
BOUND = [name for name, path in PAGES.items() if not path.endswith("summary")]


class Page(NamedTuple):
    few: Spread
    many: Spread
    queries_few: int
    queries_many: int

    @property
    def ratio(self) -> float:
        return self.many.p99 / self.few.p99


def run(servers: Servers) -> None:
    for name, environment in (("PostgreSQL", servers.environment("lists")), ("SQLite", {})):
        with _system(environment) as system, closing(Product.of(system)) as product:
            pages = _measured(system, product)
        _show(name, pages)


@contextmanager
def _system(environment: Mapping[str, str]) -> Iterator[System]:
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        system = System(Path(folder), environment)
        try:
            yield system.start()
        finally:
            system.stop()


def _measured(system: System, product: Product) -> dict[str, Page]:
    operator = product.operator()
    few, many = operator.make_bureau(), operator.make_bureau()
    engine = engine_for(system.database_url("bureau"))
    for bureau, count in ((few, FEW), (many, MANY)):
        account = bureau.get(bureau.account).expect(200).json
        fill(engine, account["id"], bureau.me()["id"], count)
    analyse(engine)
    engine.dispose()
    times = {name: _times(few, many, path) for name, path in PAGES.items()}
    with _app(system) as (app, engine):
        return {
            name: Page(*times[name], *(_queries(app, engine, who, path) for who in (few, many)))
            for name, path in PAGES.items()
        }


def _times(few: Person, many: Person, path: str) -> tuple[Spread, Spread]:
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(ASKED + WARM):
        for who, found in zip((few, many), seconds, strict=True):
            began = time.perf_counter()
            who.get(f"{who.bureau}/{path}").expect(200)
            if number >= WARM:
                found.append(time.perf_counter() - began)
    return Spread.of(seconds[0]), Spread.of(seconds[1])


@contextmanager
def _app(system: System) -> Iterator[tuple[Flask, Engine]]:
    """The service's API in this process, on the same database."""
    app = create_app(Settings.from_env(system.environment_of("bureau")))
    engine = app.extensions["writing"].kw["bind"]
    with ExitStack() as at_end:
        at_end.callback(engine.dispose)
        yield app, engine


def _queries(app: Flask, engine: Engine, who: Person, path: str) -> int:
    """How many statements a request takes, the second time it is made."""
    count: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        count.append(statement)

    token = {"Authorization": f"Bearer {who.session['access_token']}"}
    event.listen(engine, "before_cursor_execute", note)
    with app.test_client() as http:
        for _ in range(2):
            count.clear()
            answer = http.get(f"/v1/bureaus/{who.prefix}/{path}", headers=token)
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise AssertionError(answer.get_data(as_text=True))
    return len(count)


def _show(database: str, pages: Mapping[str, Page]) -> None:
    table(
        f"Lists on {database}: pages of 50 of {FEW} clients and of {MANY:,}, in turn; ms",
        ["p50", f"p50 {MANY:,}", "p99", f"p99 {MANY:,}", "ratio of p99", "queries"],
        [[name, *_cells(page)] for name, page in pages.items()],
    )
    worst = max(BOUND, key=lambda name: pages[name].ratio)
    ratio = pages[worst].ratio
    aim(f"p99 of every page within 2 × ({ratio:.2f} ×: {worst})", met=ratio <= 2)
    same = all(page.queries_few == page.queries_many for page in pages.values())
    aim("as many queries for many clients as for few", met=same)
    say("  The ratio of the counts is shown and has no aim: they count all clients of a month.")


def _cells(page: Page) -> list[str]:
    queries = {page.queries_few, page.queries_many}
    return [
        *(f"{1000 * each:.1f}" for each in (page.few.p50, page.many.p50)),
        *(f"{1000 * each:.1f}" for each in (page.few.p99, page.many.p99)),
        f"{page.ratio:.2f}",
        " / ".join(map(str, sorted(queries))),
    ]
