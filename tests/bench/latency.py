"""How long a client's link takes to be seen by its bureau, and by exports."""

import time
from collections.abc import Callable

import psycopg

from tests.bench import celery_stage, round_trip
from tests.bench.figures import Spread, head, show
from tests.bench.stage import system_on
from tests.system.api import Person, Product
from tests.system.servers import Servers

TIMES = 150
POLL = 0.0003  # seconds, between two looks into a database
PAUSE = 0.002  # seconds, between two requests: without it they hold up what they wait for


def run(servers: Servers) -> None:
    head("A client's PUT …/bureau, answered → seen by the bureau (RabbitMQ, PostgreSQL)")
    with system_on(servers, "latency") as (system, product):
        bare = round_trip.measure(system.bus_url, 500)
        show("bare kombu publish → consume", bare)
        listed = _listed(product)
        committed, known = _committed(servers, product)
    show("answered → in the bureau's list, asked by HTTP", listed)
    show("answered → in bureau's database", committed)
    show("answered → in exports' database, two messages on", known)
    celery = celery_stage.measure(servers, TIMES)
    show("Celery delay(): answered → in bureau's database", celery.bureau)
    show("Celery delay(): answered → in exports' database", celery.exports)
    show("p50 in the list / bare round trip (aim: below 3)", f"{listed.p50 / bare.p50:.2f}")
    show("p50 in the database / bare round trip", f"{committed.p50 / bare.p50:.2f}")
    show("p50 in the database / Celery (aim: below 1)", f"{committed.p50 / celery.bureau.p50:.2f}")
    show("p50 in exports / Celery", f"{known.p50 / celery.exports.p50:.2f}")
    show("p99 in the list (aim: below 100 ms)", f"{listed.p99 * 1000:.1f} ms")


def _listed(product: Product) -> Spread:
    bureau = product.operator().make_bureau()
    clients = [product.sign_up() for _ in range(TIMES)]
    return Spread.of([_until_listed(client, bureau) for client in clients])


def _until_listed(client: Person, bureau: Person) -> float:
    url = f"{bureau.bureau}/clients?q={client.prefix}"
    client.link(bureau.prefix).expect(200)
    answered = time.perf_counter()
    while not bureau.get(url).expect(200).json["items"]:
        time.sleep(PAUSE)
    return time.perf_counter() - answered


def _committed(servers: Servers, product: Product) -> tuple[Spread, Spread]:
    """The same, looked for in the databases themselves: the list's own time is left out."""
    bureau = product.operator().make_bureau()
    clients = [product.sign_up() for _ in range(TIMES)]
    with (
        servers.postgresql.connect("latency_bureau") as first,
        servers.postgresql.connect("latency_exports") as second,
    ):
        took = [_until_known(client, bureau, first, second) for client in clients]
    return Spread.of([one for one, _ in took]), Spread.of([two for _, two in took])


def _until_known(
    client: Person, bureau: Person, first: psycopg.Connection, second: psycopg.Connection
) -> tuple[float, float]:
    account = client.get(client.account).expect(200).json["id"]
    client.link(bureau.prefix).expect(200)
    answered = time.perf_counter()
    query = "SELECT 1 FROM client WHERE account_id = %s"
    return (
        until(lambda: first.execute(query, [account]).fetchone()) - answered,
        until(lambda: second.execute(query, [account]).fetchone()) - answered,
    )


def until(look: Callable[[], object]) -> float:
    """The moment at which `look` gave something."""
    while not look():
        time.sleep(POLL)
    return time.perf_counter()
