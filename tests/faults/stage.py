"""A system of its own for a campaign, on files or on servers, and the whole of a campaign."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.faults import aftermath, books
from tests.faults.audit import audit
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.chaos import Scene
from tests.faults.servers import (
    EmbeddedBroker,
    PostgresqlDatabase,
    RabbitBroker,
    SqliteDatabase,
)
from tests.system.servers import Servers
from tests.system.system import SERVICES, SUPERVISOR, System


@contextmanager
def embedded(folder: Path, command: Sequence[str] = SUPERVISOR) -> Iterator[Scene]:
    """A system on nothing but files."""
    system = System(folder, command=command)
    databases = {service: SqliteDatabase(system.data / f"{service}.db") for service in SERVICES}
    with _running(system):
        yield Scene(system, EmbeddedBroker(system.data / "bus.db"), databases)


@contextmanager
def on_servers(
    folder: Path, servers: Servers, name: str, command: Sequence[str] = SUPERVISOR
) -> Iterator[Scene]:
    """A system on PostgreSQL and RabbitMQ of the test's own."""
    system = System(folder, servers.environment(name), command)
    databases = {
        service: PostgresqlDatabase(servers.postgresql, f"{name}_{service}") for service in SERVICES
    }
    with _running(system):
        yield Scene(system, RabbitBroker(servers.rabbitmq, name), databases)


def run(scene: Scene, plan: Plan) -> Outcome:
    """A campaign, then everything sent again, then the poison settled; audited each time."""
    campaign = Campaign(scene, plan)
    outcome = campaign.run()
    if not outcome.passed:
        return outcome
    scene.note("messages sent again after all", aftermath.send_everything_again(scene.system))
    campaign.come_to_rest()
    case = campaign.case()
    outcome.complaints["a_replay_of_everything_changes_nothing"] = [
        *aftermath.differences(outcome.case, case),
        *(complaint for found in audit(case).values() for complaint in found),
    ]
    aftermath.try_the_poison_to_death(scene.system)
    scene.note("dead letters dropped", aftermath.drop_the_dead(scene.system))
    left = [row for name in SERVICES for row in books.read_one(scene.system, name)["parked"]]
    outcome.complaints["poison_is_settled_by_command"] = [
        *(f"{row['name']} is still parked" for row in left),
        *aftermath.verified(scene.system),
    ]
    return outcome


@contextmanager
def temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="biurko-faults-") as name:
        yield Path(name)


@contextmanager
def _running(system: System) -> Iterator[None]:
    try:
        system.start()
        yield
    finally:
        system.stop()
