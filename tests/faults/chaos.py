"""The faults: seeded, one after another in two threads, until the lives have ended."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shared.bus.connection import LOST
from tests.faults import injections
from tests.faults.servers import Broker, Database
from tests.system.processes import kill
from tests.system.system import SERVICES, System

PROGRAMS = (
    *(f"{service}.{kind}" for service in SERVICES for kind in ("api", "worker", "relay")),
    "exports.runner",
)
OUTAGE = (0.5, 2.5)  # seconds
LONG_OUTAGE = 6.5  # seconds, longer than anybody waits for a lock


@dataclass
class Scene:
    """What the faults are done to, and what was done."""

    system: System
    broker: Broker
    databases: Mapping[str, Database]
    began: float = field(default_factory=time.monotonic)
    done: Counter[str] = field(default_factory=Counter)
    poison: set[str] = field(default_factory=set)
    diary: list[str] = field(default_factory=list)

    def note(self, what: str, times: int = 1) -> None:
        self.done[what] += times
        self.diary.append(f"{time.monotonic() - self.began:6.1f} s  {what}")


Fault = Callable[[Scene, random.Random], None]
Faults = Mapping[str, Mapping[Fault, int]]
"""By sort: the faults, and how often each comes up in a round."""


def kill_a_program(scene: Scene, chance: random.Random) -> None:
    program = chance.choice(PROGRAMS)
    pid = scene.system.pid_of(program)
    if pid is not None and kill(pid):
        scene.note(f"killed {program}")


def kill_the_supervisor(scene: Scene, chance: random.Random) -> None:
    scene.system.kill()
    scene.note("killed the supervisor")
    scene.system.launch()


def take_the_broker_away(scene: Scene, chance: random.Random) -> None:
    how = chance.choice(scene.broker.outages)
    with scene.broker.taken_away(how):
        scene.note(f"bus {how}")
        time.sleep(_how_long(chance))


def take_a_database_away(scene: Scene, chance: random.Random) -> None:
    service = chance.choice(SERVICES)
    with scene.databases[service].taken_away():
        scene.note(f"database of {service} closed")
        time.sleep(_how_long(chance))


def send_again(scene: Scene, chance: random.Random) -> None:
    sent = injections.send_again(scene.system, chance.choice(SERVICES), chance)
    scene.note("messages sent twice", sent)


def send_backwards(scene: Scene, chance: random.Random) -> None:
    service = chance.choice(("accounts", "bureau"))
    sent = injections.send_backwards(scene.system, service)
    scene.note("messages sent last first", sent)


def send_poison(scene: Scene, chance: random.Random) -> None:
    if chance.random() < 0.5:
        injections.send_unreadable(scene.system)
        scene.note("unreadable messages sent")
    else:
        scene.poison.add(injections.send_unbearable(scene.system))
        scene.note("unbearable messages sent")


KILLS: dict[Fault, int] = {kill_a_program: 40, kill_the_supervisor: 1}
OTHERS: dict[Fault, int] = {
    take_the_broker_away: 2,
    take_a_database_away: 3,
    send_again: 4,
    send_backwards: 4,
    send_poison: 1,
}

FAULTS: Faults = {"kills": KILLS, "others": OTHERS}
CALM: Faults = {"others": {send_again: 1, send_backwards: 2}}
"""Nothing is taken away; messages come twice and in the wrong order."""


class Chaos:
    """Does faults of several sorts at once, until told to stop.

    Each sort has its own order, which the seed decides; its first round has each of its faults
    in it.
    """

    def __init__(self, scene: Scene, faults: Faults, seed: int, *, pause: float) -> None:
        self.scene = scene
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(kinds, random.Random(f"{seed}/{name}"), pause))
            for name, kinds in faults.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, faults: Mapping[Fault, int], chance: random.Random, pause: float) -> None:
        try:
            while not self._stop.is_set():
                for fault in self._round(faults, chance):
                    if self._stop.wait(chance.uniform(0.5, 1.5) * pause):
                        return
                    self._do(fault, chance)
        except BaseException as error:
            self.failures.append(f"the chaos itself failed: {error!r}")
            raise

    def _round(self, faults: Mapping[Fault, int], chance: random.Random) -> list[Fault]:
        order = [fault for fault, times in faults.items() for _ in range(times)]
        chance.shuffle(order)
        return order

    def _do(self, fault: Fault, chance: random.Random) -> None:
        try:
            fault(self.scene, chance)
        except LOST:  # The bus that a message was for is gone at this moment.
            self.scene.note("messages that found no bus")


def _how_long(chance: random.Random) -> float:
    return LONG_OUTAGE if chance.random() < 0.15 else chance.uniform(*OUTAGE)
