"""The faults: which there are, and when each comes."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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
LAST = 0.9
"""The share of the lives after which no fault comes any more: the last lives see all of them."""

LONGEST_WAIT = 2.0  # seconds
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
    turns: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def next_of(self, ways: tuple[str, ...]) -> str:
        """One of the ways after the other, so that each has its turn."""
        self.turns[ways] += 1
        return ways[self.turns[ways] % len(ways)]

    def note(self, what: str, times: int = 1) -> None:
        self.done[what] += times
        self.diary.append(f"{time.monotonic() - self.began:6.1f} s  {what}")


Fault = Callable[[Scene, random.Random], None]
Faults = Mapping[str, Mapping[Fault, float]]
"""By sort: the faults, and how many of each come to a hundred lives."""


class Entry(NamedTuple):
    """A fault that comes after so many lives, and by which chance it takes its choices."""

    after: float
    fault: Fault
    chance: random.Random


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
    how = scene.next_of(scene.broker.outages)
    with scene.broker.taken_away(how):
        scene.note(f"bus {how}")
        time.sleep(_how_long(chance))


def take_a_database_away(scene: Scene, chance: random.Random) -> None:
    service = scene.next_of(SERVICES)
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


def send_unreadable(scene: Scene, chance: random.Random) -> None:
    injections.send_unreadable(scene.system)
    scene.note("unreadable messages sent")


def send_unbearable(scene: Scene, chance: random.Random) -> None:
    scene.poison.add(injections.send_unbearable(scene.system))
    scene.note("unbearable messages sent")


FAULTS: Faults = {
    "kills": {kill_a_program: 50, kill_the_supervisor: 1},
    "outages": {take_the_broker_away: 1.3, take_a_database_away: 2},
    "messages": {
        send_again: 7,
        send_backwards: 7,
        send_unreadable: 0.7,
        send_unbearable: 0.7,
    },
}
CALM: Faults = {"messages": {send_again: 5, send_backwards: 40}}
"""Nothing is taken away; messages come twice and in the wrong order."""


class Chaos:
    """Does faults of several sorts at once, spread over the lives.

    Which faults there are, in which order, and after how many lives each comes, is decided by
    the seed. `finished` says how many lives have ended. A fault does not wait for lives longer
    than `LONGEST_WAIT`, as it may be that none ends before the next fault.
    """

    def __init__(
        self, scene: Scene, faults: Faults, *, lives: int, seed: int, finished: Callable[[], int]
    ) -> None:
        self.scene = scene
        self.failures: list[str] = []
        self._finished = finished
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._run,
                args=(_programme(kinds, lives, random.Random(f"{seed}/{sort}")),),
                name=sort,
            )
            for sort, kinds in faults.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the fault in hand and do no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, programme: Sequence[Entry]) -> None:
        try:
            for entry in programme:
                if not self._wait_for(entry.after):
                    return
                self._do(entry)
        except BaseException as error:
            self.failures.append(f"the chaos itself failed: {error!r}")
            raise

    def _wait_for(self, lives: float) -> bool:
        """Wait for so many finished lives; False when there is no more to wait for."""
        end = time.monotonic() + LONGEST_WAIT
        while self._finished() < lives and time.monotonic() < end:
            if self._stop.wait(0.02):
                return False
        return not self._stop.is_set()

    def _do(self, entry: Entry) -> None:
        try:
            entry.fault(self.scene, entry.chance)
        except LOST:  # The bus that a message was for is gone at this moment.
            self.scene.note("messages that found no bus")


def _programme(kinds: Mapping[Fault, float], lives: int, chance: random.Random) -> list[Entry]:
    """The faults in their order; of each kind there is at least one."""
    faults = [
        fault
        for fault, of_a_hundred in kinds.items()
        for _ in range(max(1, round(of_a_hundred * lives / 100)))
    ]
    chance.shuffle(faults)
    afters = sorted(chance.uniform(0, lives * LAST) for _ in faults)
    return [
        Entry(after, fault, random.Random(chance.random()))
        for after, fault in zip(afters, faults, strict=True)
    ]


def _how_long(chance: random.Random) -> float:
    return LONG_OUTAGE if chance.random() < 0.15 else chance.uniform(*OUTAGE)
