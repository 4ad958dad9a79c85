"""Messages that the test itself puts onto the bus: twice, in the wrong order, and poison."""

import json
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError

from shared.bus.connection import connect
from shared.bus.envelope import Envelope
from shared.bus.letters import Letter
from shared.bus.publisher import publisher
from shared.bus.topology import events
from shared.clock import now, rfc3339
from shared.contracts.accounts import AccountOpened
from shared.database import engine_for, reading
from shared.ids import new_id
from shared.outbox import outbox
from tests.system.processes import kill
from tests.system.system import System
from tests.system.waiting import eventually


def publish(system: System, letters: Sequence[Letter]) -> int:
    """Put letters straight onto the bus; says how many it took."""
    with connect(system.bus_url) as connection:
        return len(publisher(connection, events().name).send(letters).confirmed)


def send_again(system: System, service: str, chance: random.Random) -> int:
    """Publish some of the newest messages of a service once more, in any order."""
    letters = _newest(system, service, 200)
    chosen = chance.sample(letters, min(len(letters), 50))
    return publish(system, chosen) if chosen else 0


def send_backwards(system: System, service: str, within: float = 3.0) -> int:
    """Let messages of one subject pile up and publish them last first, before the relay does."""
    with _stopped(system, f"{service}.relay"):
        try:
            letters = eventually(lambda: _pairs_unsent(system, service), within=within)
        except AssertionError:  # Nobody had two things to say about one thing.
            return 0
        return publish(system, letters[::-1])


def send_unreadable(system: System) -> None:
    """A body that is no envelope, under a key that bureau and exports are bound for."""
    publish(system, [Letter(new_id(), AccountOpened.name, "not even JSON")])


def send_unbearable(system: System) -> str:
    """A message that no handler can bear; its id."""
    envelope = Envelope(
        id=new_id(),
        source="/outside",
        type=AccountOpened.name,
        subject=f"account/{new_id()}",
        version=1,
        time=rfc3339(now()),
        data={
            "account_id": new_id(),
            "prefix": None,
            "company": None,
            "owner_kind": None,
            "owner_id": None,
            "owner_version": 1,
        },
        actor="nobody",
        correlation=new_id(),
    )
    publish(system, [Letter(envelope.id, envelope.type, envelope.to_json())])
    return envelope.id


def _newest(system: System, service: str, count: int) -> list[Letter]:
    query = select(outbox.c.message_id, outbox.c.name, outbox.c.body)
    return _letters(system, service, query.order_by(outbox.c.id.desc()).limit(count))


def _pairs_unsent(system: System, service: str) -> list[Letter]:
    """What waits to be sent, once two of it are about the same subject."""
    query = select(outbox.c.message_id, outbox.c.name, outbox.c.body)
    waiting = _letters(system, service, query.where(outbox.c.sent_at.is_(None)).order_by("id"))
    subjects = sorted(json.loads(letter.body)["subject"] for letter in waiting)
    return waiting if any(len(list(same)) > 1 for _, same in groupby(subjects)) else []


def _letters(system: System, service: str, query: Select[Any]) -> list[Letter]:
    engine = engine_for(system.database_url(service))
    try:
        with reading(engine)() as session:
            return [Letter(*row) for row in session.execute(query)]
    except SQLAlchemyError:
        return []
    finally:
        engine.dispose()


@contextmanager
def _stopped(system: System, program: str) -> Iterator[None]:
    pid = system.pid_of(program)
    if pid is not None:
        kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        if pid is not None:
            kill(pid, signal.SIGCONT)
