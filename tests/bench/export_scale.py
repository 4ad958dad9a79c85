"""A month of a bureau's 1,000 clients in one export, by one runner and by two.

Both are measured in one run, on the same documents. What PostgreSQL does for them is on the
same processors, so on a machine of two cores the second runner can't give all of a second.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from sqlalchemy import delete, text

from services.exports.copies.content import canonical
from shared.bus.heartbeat import heartbeat
from shared.ids import new_id
from tests.bench.export_rate import ended, is_alive, world_on
from tests.bench.figures import aim, say, table
from tests.exports.formats.documents import ACCOUNT_MAP
from tests.exports.processes import process, until
from tests.exports.world import Person, World, a_document, an_account
from tests.system.processes import cpu_seconds
from tests.system.servers import Servers

CLIENTS = 1000
EACH = 100  # documents of a client
FORMATS = ("jpk_v7m_3", "jpk_fa_4", "symfonia_fk")
AIM = 1.7

INSERT = """
INSERT INTO document (id, account_id, version, issue_date, sale_date, accounting_date, kind,
                      income, number, content, sha256, recorded_at)
SELECT id, :account, 1, :day, :day, :day, 'vat', true, number, content,
       encode(sha256(convert_to(content, 'UTF8')), 'hex'), now() - interval '1 hour'
FROM (
    SELECT id, number,
           replace(replace(:content, 'THE-ID', id), 'THE-NUMBER', number) AS content
    FROM (SELECT gen_random_uuid()::text AS id, 'FV ' || n || '/10/2026' AS number
          FROM generate_series(1, :count) n) new
) made
"""


class Taken(NamedTuple):
    """Seconds of the clock, and of the processor in each runner."""

    clock: float
    runners: Sequence[float]


def run(servers: Servers) -> None:
    with world_on(servers.postgresql.create("exports_scale")) as world:
        prefixes, accountant = _clients(world)
        rows = [(name, _measured(world, accountant, prefixes, name)) for name in FORMATS]
    _show(rows)


def _clients(world: World) -> tuple[list[str], Person]:
    """So many accounts with a month of sales, and somebody of the bureau that serves them."""
    ids = {f"client{n}": new_id() for n in range(CLIENTS)}
    world.hears(*(an_account(id_, prefix) for prefix, id_ in ids.items()))
    bureau = world.has_account("biuro")
    for id_ in ids.values():
        world.has_client(id_, bureau)
    made = a_document(id="THE-ID", number="THE-NUMBER")
    content = canonical(made).decode()
    with world.sessions.begin() as session:
        for id_ in ids.values():
            facts = {"account": id_, "day": made["issue_date"], "content": content, "count": EACH}
            session.execute(text(INSERT), facts)
    with world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as database:
        database.execute(text("VACUUM ANALYZE"))
    world.make_time_pass()
    accountant = world.person({bureau: "owner"}, exp=int(time.time()) + 7200)
    for prefix in ids:
        answer = world.put(
            accountant, f"/v1/accounts/{prefix}/settings/symfonia_fk", {"settings": ACCOUNT_MAP}
        )
        if answer.status_code != 200:
            raise AssertionError(answer.text)
    return list(ids), accountant


def _measured(world: World, who: Person, prefixes: list[str], name: str) -> dict[int, Taken]:
    """Once to warm the database, then by one and by two."""
    _taken(world, who, prefixes, name, runners=2)
    return {count: _taken(world, who, prefixes, name, runners=count) for count in (1, 2)}


def _taken(world: World, who: Person, prefixes: list[str], name: str, *, runners: int) -> Taken:
    with ExitStack() as running:
        found = []
        for _ in range(runners):
            with world.sessions.begin() as session:
                session.execute(delete(heartbeat))
            found.append(running.enter_context(process(world, "runner")))
            until(lambda: is_alive(world))
        world.bus_is_heard()
        before = [cpu_seconds(each.pid) for each in found]
        began = time.perf_counter()
        asked: Any = world.export(who, *prefixes, format=name)
        if asked.status_code != 202:
            raise AssertionError(asked.text)
        ended(world, who, asked.json["id"], CLIENTS * EACH)
        clock = time.perf_counter() - began
        used = zip(found, before, strict=True)
        return Taken(clock, [cpu_seconds(each.pid) - was for each, was in used])


def _show(rows: Sequence[tuple[str, dict[int, Taken]]]) -> None:
    cells = [
        [
            name,
            f"{taken[1].clock:.1f}",
            f"{taken[2].clock:.1f}",
            f"{taken[1].clock / taken[2].clock:.2f}",
            " + ".join(f"{each:.1f}" for each in taken[1].runners),
            " + ".join(f"{each:.1f}" for each in taken[2].runners),
        ]
        for name, taken in rows
    ]
    heads = ["one s", "two s", "ratio", "CPU one", "CPU two"]
    table(f"Exports: {CLIENTS} clients of {EACH} documents by one runner and two", heads, cells)
    worst = min(taken[1].clock / taken[2].clock for _, taken in rows)
    aim(f"two at least {AIM} x as fast as one ({worst:.2f})", met=worst >= AIM)
    say("  CPU: seconds of the processor in each runner; PostgreSQL's come on top")
