"""How long after the answer to a client's `PUT …/bureau` its bureau can see it.

Visible is what is committed in bureau's database: a GET of the list that begins then shows it,
which is checked with one each time. The database is looked into every half millisecond, since
asking the list over and over would take the processor from what is measured.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg

from tests.bench.bare import round_trip
from tests.bench.figures import Spread, aim, table
from tests.bench.moments import Moments, until_found
from tests.bench.stage import Stage, stage_on
from tests.system.person import Person
from tests.system.servers import Servers
from tests.system.system import SUPERVISOR
from tests.system.waiting import eventually

ROUNDS, AT_ONCE = 20, 10
CELERY = (sys.executable, "-W", "ignore", "-m", "tests.bench.celery_system")
VISIBLE = "SELECT 1 FROM client WHERE account_id = %s AND state = 'linked'"
BODY = "SELECT body FROM outbox WHERE name = 'accounts.account.bureau_linked.v1' LIMIT 1"


class Linking:
    """Clients that link one bureau, each followed until the bureau sees it."""

    def __init__(self, stage: Stage, database: psycopg.Connection) -> None:
        self._stage = stage
        self._database = database
        self._bureau = stage.product.operator().make_bureau()

    def clients(self, count: int) -> list[tuple[Person, str]]:
        """So many new clients whose accounts bureau has heard of, each with its account's id."""
        people = [self._stage.product.sign_up() for _ in range(count)]
        ids = [client.get(client.account).expect(200).json["id"] for client in people]
        known = "SELECT 1 FROM account HAVING count(*) FILTER (WHERE id = ANY(%s)) = %s"
        eventually(
            lambda: self._database.execute(known, [ids, count]).fetchone(),
            what="bureau to know the accounts",
        )
        return list(zip(people, ids, strict=True))

    def message(self) -> str:
        """One of those that the product sends when a client links its bureau."""
        with self._stage.database("accounts") as accounts:
            row = accounts.execute(BODY).fetchone()
        if row is None:
            raise LookupError("nobody has linked a bureau yet")
        return str(row[0])

    def link(self, client: Person, account_id: str) -> Moments:
        sent = time.perf_counter()
        client.link(self._bureau.prefix).expect(200)
        answered = time.perf_counter()
        visible = until_found(self._database, VISIBLE, account_id)
        found = self._bureau.clients(f"?q={client.prefix}")
        if [each["prefix"] for each in found] != [client.prefix]:
            raise AssertionError(f"{client.prefix} is committed and not in the list")
        return Moments(sent, answered, visible, time.perf_counter())


def run(servers: Servers) -> None:
    ours, theirs, bare = _measured(servers)
    _show(ours, theirs, Spread.of(bare))


def _measured(servers: Servers) -> tuple[list[Moments], list[Moments], list[float]]:
    """One of each in turn; the first round does not count."""
    ours: list[Moments] = []
    theirs: list[Moments] = []
    bare: list[float] = []
    with (
        linking_on(servers, "visible") as product,
        linking_on(servers, "celery", CELERY) as celery,
    ):
        product.link(*product.clients(1)[0])
        with round_trip(servers.rabbitmq.create("bare"), product.message()) as trip:
            for _ in range(ROUNDS + 1):
                clients = zip(product.clients(AT_ONCE), celery.clients(AT_ONCE), strict=True)
                for mine, other in clients:
                    bare.append(trip.once())
                    ours.append(product.link(*mine))
                    theirs.append(celery.link(*other))
    return ours[AT_ONCE:], theirs[AT_ONCE:], bare[AT_ONCE:]


@contextmanager
def linking_on(
    servers: Servers, name: str, command: Sequence[str] = SUPERVISOR
) -> Iterator[Linking]:
    with (
        stage_on(servers, name, command) as stage,
        stage.database("bureau") as database,
    ):
        yield Linking(stage, database)


def _show(ours: Sequence[Moments], theirs: Sequence[Moments], bare: Spread) -> None:
    visible = _spread(ours, lambda one: one.visible - one.answered)
    whole = _spread(ours, lambda one: one.visible - one.sent)
    celery = _spread(theirs, lambda one: one.visible - one.answered)
    celery_whole = _spread(theirs, lambda one: one.visible - one.sent)
    rows = {
        "bare kombu: publish, confirmed → consumed": bare,
        "product: PUT answered → visible": visible,
        "with Celery's delay(): PUT answered → visible": celery,
        "product: PUT sent → visible": whole,
        "with Celery's delay(): PUT sent → visible": celery_whole,
        "product: PUT answered → a GET of the list has shown it": _spread(
            ours, lambda one: one.shown - one.answered
        ),
    }
    table(
        f"Visible: {len(ours)} links on RabbitMQ and PostgreSQL, one of each in turn",
        ["p50 ms", "p99 ms", "p50 : bare"],
        [[name, *_cells(spread, bare)] for name, spread in rows.items()],
    )
    ratio = visible.p50 / bare.p50
    aim(f"p50 below 3 × the bare round trip ({ratio:.2f} ×)", met=ratio < 3)
    aim(f"p99 below 100 ms ({visible.p99 * 1000:.1f} ms)", met=visible.p99 < 0.1)
    # Celery's message goes out before the answer and ours after it; the sending shows both whole.
    ratio, sent = visible.p50 / celery.p50, whole.p50 / celery_whole.p50
    aim(
        f"ahead of Celery from the answer ({ratio:.2f} of its p50; from the sending {sent:.2f})",
        met=ratio < 1,
    )


def _spread(moments: Sequence[Moments], span: Callable[[Moments], float]) -> Spread:
    return Spread.of([span(one) for one in moments])


def _cells(spread: Spread, bare: Spread) -> list[str]:
    return [
        f"{spread.p50 * 1000:.2f}",
        f"{spread.p99 * 1000:.2f}",
        f"{spread.p50 / bare.p50:.2f}",
    ]
