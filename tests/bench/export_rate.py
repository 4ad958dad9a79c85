"""Exports of 100,000 documents in one file, next to PostgreSQL's own `COPY` of the same rows."""

import os
import signal
import time
from typing import Any, NamedTuple

import psycopg

from tests.bench.documents import COUNT, multiply
from tests.bench.figures import head, show
from tests.bench.stage import cpu_of_cluster, system_on
from tests.system.api import Person
from tests.system.processes import cpu_seconds, kill, peak_megabytes
from tests.system.servers import Servers
from tests.system.system import System
from tests.system.waiting import eventually

FORMATS = ("jpk_fa_4", "symfonia_fk", "vat_register_csv", "archive_zip")
PERIOD = {"first": "2026-04-01", "last": "2026-04-30"}
ACCOUNT_MAP = {
    "receivables": "200-k",
    "revenue": "700-1",
    "vat_due": "221-1",
    "payables": "202-k",
    "costs": "402-1",
    "vat_deductible": "221-2",
}
CONTENT = "SELECT content FROM document ORDER BY issue_date, number, id"
WITH_ORIGINALS = (
    "SELECT d.content, o.content FROM document d JOIN original o ON o.document_id = d.id "
    "ORDER BY d.issue_date, d.number, d.id"
)


class Cost(NamedTuple):
    """What work took: processor time of all who did it, and of the wall's clock."""

    cpu: float
    wall: float

    @property
    def rate(self) -> float:
        return COUNT / self.cpu


def run(servers: Servers) -> None:
    head(f"Exports of {COUNT:,} documents of three rows (PostgreSQL)")
    with system_on(servers, "exports") as (system, product):
        owner = product.sign_up()
        owner.import_documents(owner.an_invoice("FV 0/04/2026", rows=3).to_xml()).expect(201)
        with servers.postgresql.connect("exports_exports") as database:
            eventually(lambda: database.execute("SELECT 1 FROM original").fetchone())
            multiply(database)
            plain, whole = (copy(servers, database, query) for query in (CONTENT, WITH_ORIGINALS))
        show("COPY (documents) TO STDOUT", f"{plain.rate:9,.0f} documents a CPU-second")
        show("COPY (documents, originals) TO STDOUT", f"{whole.rate:9,.0f} documents a CPU-second")
        url = f"{product.exports}/v1/accounts/{owner.prefix}/settings/symfonia_fk"
        owner.ask("PUT", url, body={"settings": ACCOUNT_MAP}).expect(200)
        for file_format in FORMATS:
            bare = whole if file_format == "archive_zip" else plain
            _show(file_format, bare, *export(servers, system, owner, file_format))


def copy(servers: Servers, database: psycopg.Connection, query: str) -> Cost:
    """PostgreSQL hands the rows to this process, which throws them away."""
    before, began = _cpu(servers, os.getpid()), time.perf_counter()
    with database.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as rows:
        for _ in rows:
            pass
    return Cost(_cpu(servers, os.getpid()) - before, time.perf_counter() - began)


def export(
    servers: Servers, system: System, owner: Person, file_format: str
) -> tuple[Cost, float, dict[str, Any]]:
    """One export by a runner that has done nothing before; its cost and its peak memory."""
    runner = _fresh_runner(system)
    before, began = _cpu(servers, runner), time.perf_counter()
    started = owner.export([owner.prefix], file_format, **PERIOD).expect(202).json
    url = f"{owner.product.exports}/v1/exports/{started['id']}"

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = owner.get(url).expect(200).json
        return None if found["state"] in ("queued", "running") else found

    done = owner.product.eventually(look, f"the export in {file_format}", every=0.5)
    cost = Cost(_cpu(servers, runner) - before, time.perf_counter() - began)
    return cost, peak_megabytes(runner), done


def _fresh_runner(system: System) -> int:
    old = system.pid_of("exports.runner")
    if old is not None:
        kill(old, signal.SIGTERM)

    def look() -> int | None:
        new = system.pid_of("exports.runner")
        return new if new != old else None

    pid = eventually(look, within=20, what="a new runner")
    time.sleep(1.0)  # It connects, and looks for what waits.
    return pid


def _cpu(servers: Servers, pid: int) -> float:
    return cpu_seconds(pid) + cpu_of_cluster(servers)


def _show(file_format: str, bare: Cost, cost: Cost, peak: float, done: dict[str, Any]) -> None:
    size = done["file"]["size"] / 1e6 if done["file"] else 0.0
    show(
        f"{file_format} ({done['state']}, {done['progress']['done']:,} documents)",
        f"{cost.rate:9,.0f} a CPU-second   {cost.rate / bare.rate:5.0%} of COPY   "
        f"{cost.wall:5.1f} s   {size:6.1f} MB   peak {peak:4.0f} MB resident",
    )
