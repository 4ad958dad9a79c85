"""Issuing an invoice of five rows, next to a bare Flask that inserts the same rows.

The bare one knows nobody and computes nothing: it reads the JSON, writes with SQLAlchemy what
issuing writes, and commits. Both are called in this process, in turns, without a server.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson
from flask import Flask, Response, request
from sqlalchemy import MetaData, Table, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from shared.ids import new_id
from tests.bench.accounts import DATABASES, DOCUMENTS, House, house
from tests.bench.figures import Spread, aim, say, table
from tests.system.servers import Servers

COUNT, WARM, IN_TURN = 1_000, 100, 50
BODY = {
    "kind": "vat",
    "issue_date": "2026-04-07",
    "buyer": {"name": "Odbiorca SA", "tax_no": "7740001454", "address": "Długa 2, 00-238 Warszawa"},
    "positions": [
        {"name": f"Usługa {no}", "quantity": "2.5", "unit_net": "99.99", "vat_rate": rate}
        for no, rate in enumerate(("23", "23", "8", "5", "zw"), 1)
    ],
}


class Rate(NamedTuple):
    spread: Spread
    processor: float  # seconds for COUNT

    @property
    def per_core(self) -> float:
        return COUNT / self.processor


def run(servers: Servers) -> None:
    found = {}
    for database in DATABASES:
        with house(servers, database, "issue") as home:
            found[database] = _measured(home)
    _show(found)


def _measured(home: House) -> tuple[Rate, Rate]:
    """Issuing and the bare insert, some of each in turn; what comes first does not count."""
    client = home.app.test_client()

    def issue() -> Any:
        return client.post(DOCUMENTS, json=BODY, headers=home.owner.headers)

    _some(issue, WARM)
    plain = bare(home).test_client()

    def put() -> Any:
        return plain.post("/", json=BODY)

    _some(put, WARM)
    ours, theirs = _Sum(home), _Sum(home)
    for _ in range(COUNT // IN_TURN):
        ours.add(issue)
        theirs.add(put)
    return ours.rate(), theirs.rate()


class _Sum:
    def __init__(self, home: House) -> None:
        self._home = home
        self._times: list[float] = []
        self._processor = 0.0

    def add(self, work: Callable[[], Any]) -> None:
        before = self._home.processor()
        self._times += _some(work, IN_TURN)
        self._processor += self._home.processor() - before

    def rate(self) -> Rate:
        return Rate(Spread.of(self._times), self._processor)


def _some(work: Callable[[], Any], count: int) -> list[float]:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
        if answer.status_code != 201:
            raise AssertionError(answer.text)
    return times


def bare(home: House) -> Flask:
    """A Flask that inserts the rows of one document, modelled on the newest that was issued."""
    sessions: sessionmaker[Session] = home.app.extensions["writing"]
    tables = MetaData()
    tables.reflect(sessions.kw["bind"], only=["document", "outbox", "outbox_subject", "counter"])
    rows = _rows_of_one(sessions, tables)
    app = Flask("bare")

    @app.post("/")
    def put() -> Response:
        body = orjson.loads(request.get_data())
        with sessions.begin() as session:
            _insert(session, tables, rows, new_id())
        return Response(orjson.dumps(body), 201, mimetype="application/json")

    return app


def _rows_of_one(sessions: sessionmaker[Session], tables: MetaData) -> dict[str, dict[str, Any]]:
    with sessions() as session:
        document = tables.tables["document"]
        newest = session.execute(select(document).order_by(document.c.serial.desc())).first()
        outbox = tables.tables["outbox"]
        message = session.execute(select(outbox).order_by(outbox.c.id.desc())).first()
    if newest is None or message is None:
        raise LookupError("nothing was issued")
    return {"document": dict(newest._mapping), "outbox": dict(message._mapping)}


def _insert(session: Session, tables: MetaData, rows: dict[str, Any], id: str) -> None:
    table_of: Callable[[str], Table] = tables.tables.__getitem__
    counters = table_of("counter")
    for series in ("documents", "FV {number}/04/2026"):
        counted = update(counters).where(counters.c.series == series)
        session.execute(counted.values(last=counters.c.last + 1))
    document = rows["document"] | {"id": id, "number": id}
    message = rows["outbox"] | {"message_id": id, "subject": f"document/{id}"}
    del message["id"]
    subject = {"subject": f"document/{id}", "version": 1}
    session.execute(insert(table_of("document")).values(document))
    session.execute(insert(table_of("outbox_subject")).values(subject))
    session.execute(insert(table_of("outbox")).values(message))


def _show(found: dict[str, tuple[Rate, Rate]]) -> None:
    rows = []
    for database, (ours, theirs) in found.items():
        for name, each in ((f"issue, {database}", ours), (f"bare, {database}", theirs)):
            rows.append(
                [
                    name,
                    f"{each.spread.p50 * 1000:.2f}",
                    f"{each.spread.p99 * 1000:.2f}",
                    f"{each.per_core:,.0f}",
                    f"{each.per_core / theirs.per_core:.0%}",
                ]
            )
    heads = ["p50 ms", "p99 ms", "a core-second", "of bare"]
    table(f"Issue: {COUNT:,} invoices of {len(BODY['positions'])} rows", heads, rows)
    say("  a core-second: how many in a second of the processor; PostgreSQL's is counted")
    worst = min(ours.per_core / theirs.per_core for ours, theirs in found.values())
    aim(f"at least 50 % of the bare insert ({worst:.0%})", met=worst >= 0.5)
