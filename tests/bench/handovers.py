"""1,000 hand-overs in one bulk call, next to 1,000 bare `fire` + commit on the same database.

A bureau adds 1,000 companies with one list, offers them all to one person with one call, that
person accepts them one by one, and the bureau leaves them all with one call. What counts is
from the sending of a call until the last step of its 1,000 is committed where it is looked for.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import NamedTuple

import psycopg
from sqlalchemy import String, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from services.bureau.clients.lifecycle import ACTIVE, LIFECYCLE, State
from shared.database import engine_for, state_column
from shared.ids import new_id
from tests.bench.figures import say, table
from tests.bench.stage import Stage, stage_on
from tests.system.firms import a_firm
from tests.system.servers import Servers
from tests.system.waiting import eventually

COUNT = 1_000
HANDS = 4  # that accept at once
PATIENCE = 1800.0  # seconds

STATE = "SELECT count(*) = %s FROM client WHERE state = %s"
OUTCOMES = "SELECT outcome, count(*) FROM bulk_row WHERE job_id = %s GROUP BY outcome"
FINISHED = "SELECT 1 FROM bulk_job WHERE id = %s AND finished_at IS NOT NULL"
OFFERS = "SELECT count(*) = %s FROM ownership_transfer WHERE state = 'offered'"
BY_BUREAU = "SELECT count(*) = 0 FROM account WHERE bureau_id IS NOT NULL"


class Bare(DeclarativeBase):
    pass


class BareClient(Bare):
    """What moves, and nothing else: no history, no message, no seat."""

    __tablename__ = "bench_client"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[State] = mapped_column(state_column(State))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Took(NamedTuple):
    what: str
    seconds: float

    @property
    def rate(self) -> float:
        return COUNT / self.seconds


class Panel:
    """One bureau at work, with eyes on two databases."""

    def __init__(self, stage: Stage, bureau: psycopg.Connection, accounts: psycopg.Connection):
        self._bureau = bureau
        self._accounts = accounts
        self._owner = stage.product.operator().make_bureau(size=COUNT)
        self._taker = stage.product.sign_up()
        stage.product.verify_email(self._taker.email).expect(200)
        self._prefixes: list[str] = []

    def add(self) -> Took:
        """1,000 companies by one list, until the bureau may work in all of them."""
        firms = [a_firm() for _ in range(COUNT)]
        self._prefixes = [firm.prefix for firm in firms]
        columns = ("name", "tax_no", "street", "post_code", "city", "email")
        lines = [";".join(("prefix", *columns))]
        lines += [";".join((f.prefix, *(f.company[c] for c in columns))) for f in firms]
        began = time.perf_counter()
        self._owner.post(
            f"{self._owner.bureau}/companies/import?dry_run=false",
            content="\n".join(lines).encode(),
            headers={"Content-Type": "text/csv"},
        ).expect(202)
        self._until(self._bureau, STATE, COUNT, "active")
        return Took("companies added: list sent → the bureau works in the last one", _since(began))

    def offer(self) -> tuple[Took, Took]:
        began = time.perf_counter()
        job = self._bulk("handover", email=self._taker.email)
        self._until(self._bureau, FINISHED, job)
        offered = Took("offers: call sent → the last row is done", _since(began))
        self._all_done(job)
        self._until(self._accounts, OFFERS, COUNT)
        return offered, Took("offers: call sent → accounts has the last one", _since(began))

    def accept(self) -> Took:
        offers = self._taker.open_offers()
        began = time.perf_counter()
        with ThreadPoolExecutor(HANDS) as hands:
            for answer in hands.map(self._taker.accept, offers):
                answer.expect(200)
        self._until(self._bureau, STATE, COUNT, "handed_over")
        return Took(f"hand-overs: first of {HANDS} acceptances sent → the last one", _since(began))

    def leave(self) -> tuple[Took, Took]:
        began = time.perf_counter()
        job = self._bulk("detach")
        self._until(self._bureau, FINISHED, job)
        done = Took("detached: call sent → the last row is done", _since(began))
        self._all_done(job)
        self._until(self._accounts, BY_BUREAU)
        return done, Took("detached: call sent → accounts has closed the last one", _since(began))

    def _bulk(self, action: str, **arguments: str) -> str:
        body = {"action": action, "clients": self._prefixes, "arguments": arguments}
        return str(self._owner.post(f"{self._owner.bureau}/bulk", body).expect(202).json["id"])

    def _until(self, database: psycopg.Connection, query: str, *values: object) -> None:
        def look() -> bool:
            row = database.execute(query, values).fetchone()
            return bool(row and row[0])

        eventually(look, within=PATIENCE, every=0.01, what=query)

    def _all_done(self, job: str) -> None:
        found = self._bureau.execute(OUTCOMES, [job]).fetchall()
        if found != [("done", COUNT)]:
            raise AssertionError(f"not all is done: {found}")


def run(servers: Servers) -> None:
    with (
        stage_on(servers, "handovers") as stage,
        stage.database("bureau") as bureau,
        stage.database("accounts") as accounts,
    ):
        panel = Panel(stage, bureau, accounts)
        added = panel.add()
        bare = _bare(stage.environment["BUREAU_DATABASE_URL"])
        offered, arrived = panel.offer()
        accepted = panel.accept()
        left, closed = panel.leave()
    whole = Took("hand-overs end to end: offered and accepted", arrived.seconds + accepted.seconds)
    _show([bare, added, offered, arrived, accepted, whole, left, closed])


def _bare(url: str) -> Took:
    """1,000 times: read a row, fire, commit."""
    engine = engine_for(url)
    Bare.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(BareClient(id=new_id(), state=ACTIVE) for _ in range(COUNT))
        session.commit()
        ids = session.scalars(select(BareClient.id)).all()
    began = time.perf_counter()
    for each in ids:
        with Session(engine) as session, session.begin():
            _fire(session.get_one(BareClient, each))
    took = Took("bare: read a row, fire, commit", _since(began))
    with engine.begin() as database:
        database.execute(text("DROP TABLE bench_client"))
    engine.dispose()
    return took


def _fire(client: BareClient) -> None:
    facts = SimpleNamespace(state=client.state, owner_kind="user")
    LIFECYCLE.fire(facts, "hand_over", client_id=client.id, account_id="", bureau_id="")
    client.state = facts.state


def _since(began: float) -> float:
    return time.perf_counter() - began


def _show(all_took: Sequence[Took]) -> None:
    bare = all_took[0]
    table(
        f"Hand-overs: {COUNT:,} in one bulk call, on RabbitMQ and PostgreSQL",
        ["seconds", "a second", "to bare"],
        [
            [took.what, f"{took.seconds:.1f}", f"{took.rate:.0f}", f"{took.rate / bare.rate:.0%}"]
            for took in all_took
        ],
    )
    say("  Bare has no history, no message, no seat, and nobody who hears of it.")
