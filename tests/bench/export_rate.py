"""Exports of 100,000 documents in one file, next to PostgreSQL's own `COPY` of the same rows.

What is counted is the processor's time of everybody who works: of an export the runner's
process and PostgreSQL's, of `COPY` this process, which throws the rows away, and PostgreSQL's.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import delete

from shared.bus.heartbeat import alive, heartbeat
from tests.bench.documents import fill
from tests.bench.figures import aim, say, table
from tests.bench.stage import processor_time
from tests.exports.conftest import end
from tests.exports.formats.documents import ACCOUNT_MAP
from tests.exports.processes import process, until
from tests.exports.world import Person, World, a_world
from tests.system.processes import cpu_seconds, peak_megabytes
from tests.system.servers import Servers

COUNT = 100_000
COPIES = 3  # of which the median counts
LARGEST = 200  # megabytes resident

DOCUMENTS = "SELECT content FROM document ORDER BY issue_date, number, id"
WITH_ORIGINALS = """
SELECT document.content, original.content
FROM document JOIN original ON original.document_id = document.id
ORDER BY issue_date, number, document.id
"""
READ_FOR = {
    "jpk_fa_4": DOCUMENTS,
    "symfonia_fk": DOCUMENTS,
    "vat_register_csv": DOCUMENTS,
    "archive_zip": WITH_ORIGINALS,
}


class Cost(NamedTuple):
    """Seconds of the processor and of the clock."""

    processor: float
    clock: float

    @property
    def rate(self) -> float:
        return COUNT / self.processor


class Export(NamedTuple):
    format: str
    copy: Cost
    cost: Cost
    runner: float  # seconds of the processor in the runner alone
    peak: float  # megabytes resident
    size: float  # megabytes of the file

    @property
    def ratio(self) -> float:
        return self.cost.rate / self.copy.rate


def run(servers: Servers) -> None:
    url = servers.postgresql.create("exports")
    with (
        world_on(url) as world,
        servers.postgresql.connect("exports") as database,
    ):
        account_id = world.has_account("acme")
        fill(database, account_id, COUNT)
        owner = world.person({account_id: "owner"})
        path = "/v1/accounts/acme/settings/symfonia_fk"
        answer = world.put(owner, path, {"settings": ACCOUNT_MAP})
        if answer.status_code != 200:
            raise AssertionError(answer.text)
        _show([_measured(servers, world, owner, database, name) for name in READ_FOR])


@contextmanager
def world_on(url: str) -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        world = a_world(Path(folder), url)
        try:
            yield world
        finally:
            end(world)


def _measured(
    servers: Servers, world: World, owner: Person, database: psycopg.Connection, name: str
) -> Export:
    copies = [copy_of(servers, database, READ_FOR[name]) for _ in range(COPIES)]
    copy = Cost(*(median(costs) for costs in zip(*copies, strict=True)))
    return export_by(servers, world, owner, name, copy, COUNT)


def copy_of(servers: Servers, database: psycopg.Connection, query: str) -> Cost:
    before, began = processor_time(servers, os.getpid()), time.perf_counter()
    with database.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as rows:
        for _ in rows:
            pass
    return Cost(processor_time(servers, os.getpid()) - before, time.perf_counter() - began)


def export_by(
    servers: Servers, world: World, owner: Person, name: str, copy: Cost, count: int
) -> Export:
    """One export in the format `name`, by a runner that has done nothing before."""
    with world.sessions.begin() as session:
        session.execute(delete(heartbeat))
    with process(world, "runner") as runner:
        until(lambda: is_alive(world))
        alone, before = cpu_seconds(runner.pid), processor_time(servers, runner.pid)
        began = time.perf_counter()
        options = {"options": {"pdf": "no"}} if name == "archive_zip" else {}
        asked = world.export(owner, "acme", format=name, **options)
        if asked.status_code != 202:
            raise AssertionError(asked.text)
        done = ended(world, owner, asked.json["id"], count)
        clock = time.perf_counter() - began
        cost = Cost(processor_time(servers, runner.pid) - before, clock)
        return Export(
            name,
            copy,
            cost,
            cpu_seconds(runner.pid) - alone,
            peak_megabytes(runner.pid),
            done["file"]["size"] / 1e6,
        )


def ended(world: World, owner: Person, export_id: str, count: int) -> dict[str, Any]:
    """The export once it is completed, with all documents in its file."""
    while (found := world.shown(owner, export_id))["state"] in ("queued", "running"):
        time.sleep(0.2)  # Whoever asks takes time from who works.
    problems = world.get(owner, f"/v1/exports/{export_id}/problems").json["items"]
    if (found["state"], found["progress"]["done"], problems) != ("completed", count, []):
        raise AssertionError(f"{found}\n{problems}")
    return found


def is_alive(world: World) -> bool:
    with world.sessions() as session:
        return alive(session, "runner")


def _show(exports: Sequence[Export]) -> None:
    rows = [
        [
            each.format,
            f"{COUNT / each.runner:,.0f}",
            f"{each.cost.rate:,.0f}",
            f"{each.copy.rate:,.0f}",
            f"{each.ratio:.0%}",
            f"{each.cost.clock:.1f}",
            f"{each.size:.1f}",
            f"{each.peak:.0f}",
        ]
        for each in exports
    ]
    heads = ["runner/s", "with SQL/s", "COPY/s", "of COPY", "clock s", "file MB", "peak MB"]
    table(f"Exports: {COUNT:,} documents of three positions in one file", heads, rows)
    say("  /s: documents a second of the processor; with SQL and COPY: PostgreSQL's is counted")
    worst = min(exports, key=lambda each: each.ratio)
    aim(f"at least 25 % of COPY ({worst.ratio:.0%} in {worst.format})", met=worst.ratio >= 0.25)
    largest = max(exports, key=lambda each: each.peak)
    aim(
        f"below {LARGEST} MB resident ({largest.peak:.0f} MB in {largest.format})",
        met=largest.peak < LARGEST,
    )
