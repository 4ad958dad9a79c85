"""What is done to a system at rest, to see that it changes nothing, or just what it should."""

import io
import json
from collections.abc import Collection, Iterator
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module

from sqlalchemy import text

from shared.command_line import commands_of
from shared.database import engine_for, writing
from tests.faults import books
from tests.faults.books import DOMAIN, Books
from tests.faults.case import Case
from tests.system.system import SERVICES, System
from tests.system.waiting import TooLate, eventually

LONG_AGO = "2000-01-01"


def send_everything_again(system: System) -> int:
    """Have every service publish all that it ever published; says how much that is."""
    count = 0
    for service in SERVICES:
        said = bus(system, service, "outbox", "replay", "--since", LONG_AGO)
        count += int(said.split()[0])
    return count


def differences(before: Case, after: Case) -> Iterator[str]:
    """I7: what a replay of everything has done; what a service does by the clock is left out."""
    sent = before.sent
    for row in after.sent.values():
        cause = json.loads(row["body"]).get("causationid")
        if row["message_id"] not in sent and cause in sent:
            yield f"{row['name']} of {row['subject']} was sent once more, as {cause} came again"
    for service in SERVICES:
        yield from _changes(before.books[service], after.books[service], sent)


def _changes(before: Books, after: Books, sent: Collection[str]) -> Iterator[str]:
    known = before.by("history", "id")
    for row in after["history"]:
        if row["id"] not in known and row["cause"] in sent:
            yield f"{after.service}: {row['lifecycle']} {row['entity_id']} {row['trigger']} again"
    for table in DOMAIN[after.service]:
        if before[table] != after[table]:
            yield f"the replay changed {table} of {after.service}"


def try_the_poison_to_death(system: System) -> None:
    """Let the pauses between the tries of parked messages pass at once, until all are buried."""
    for service in SERVICES:
        try:
            eventually(partial(_is_empty, system, service), within=20, every=0.3)
        except TooLate:
            continue  # The audit complains of what is left.


def drop_the_dead(system: System) -> int:
    """Give up every dead letter by command; says how many there were."""
    dropped = 0
    for service in SERVICES:
        for row in books.open_dead_letters(system, service):
            bus(system, service, "dead", "drop", str(row["id"]), "--why", "made to fail")
            dropped += 1
    return dropped


def verified(system: System) -> Iterator[str]:
    """What the product's own command finds between each service and the others."""
    for service in SERVICES:
        others = [
            f"--against={other}={system.database_url(other)}"
            for other in SERVICES
            if other != service
        ]
        said = bus(system, service, "verify", *others)
        if said.strip() != "All is well.":
            yield f"`bus verify` of {service}: {said}"


def bus(system: System, service: str, *words: str) -> str:
    """What `python -m services.<service> bus …` prints."""
    app = import_module(f"services.{service}.app")
    config = import_module(f"services.{service}.config")
    settings = config.Settings.from_env(system.environment_of(service))
    printed = io.StringIO()
    with redirect_stdout(printed):
        commands_of(service, app, settings)["bus"](list(words))
    return printed.getvalue()


def _is_empty(system: System, service: str) -> bool:
    """Whether nothing is parked; what is parked is due at once."""
    engine = engine_for(system.database_url(service))
    try:
        with writing(engine).begin() as session:
            hurry = "UPDATE parked SET next_at = '2000-01-01 00:00:00+00:00' RETURNING id"
            return not session.execute(text(hurry)).all()
    finally:
        engine.dispose()
