"""Hundreds of lives in several threads, under chaos; then everything has to come to rest."""

import random
import threading
import time
import traceback
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from tests.faults import books
from tests.faults.audit import audit
from tests.faults.case import Case
from tests.faults.chaos import FAULTS, Chaos, Faults, Scene
from tests.faults.ledger import Ledger
from tests.faults.stories import STORIES, Story, World
from tests.system.product import Product
from tests.system.waiting import TooLate, eventually

THREADS = 12


@dataclass(frozen=True)
class Plan:
    """How many lives, how many of them at once, and which faults come in between."""

    lives: int = 300
    seed: int = 1
    threads: int = THREADS
    patience: float = 120.0
    """A life that gets no news for so many seconds is stuck."""
    rest: float = 60.0
    """Within so many seconds after the last fault nothing may be under way any more."""
    faults: Faults = field(default_factory=lambda: FAULTS)
    package: int = 500
    crowded: int = 3


@dataclass
class Outcome:
    """What a campaign did, and what its audits complain of."""

    complaints: dict[str, list[str]]
    seconds: float
    seconds_to_rest: float
    case: Case
    scene: Scene

    @property
    def passed(self) -> bool:
        return not any(self.complaints.values())


class Campaign:
    """One system, one plan. The system runs already, and is left running."""

    def __init__(self, scene: Scene, plan: Plan) -> None:
        self.scene = scene
        self.plan = plan
        self.ledger = Ledger()
        product = Product.of(
            scene.system,
            patience=plan.patience,
            news_within=plan.patience,
            looks_every=0.1,  # Impatience of so many would cost more than what they wait for.
        )
        operator = product.operator()
        self.world = World(
            product=product,
            bureaus=[operator.make_bureau(size=plan.package) for _ in range(3)],
            crowded=operator.make_bureau(size=plan.crowded),
            ledger=self.ledger,
        )

    def run(self) -> Outcome:
        """Live all lives under chaos, let everything come to rest, and audit."""
        began = time.monotonic()
        chaos = Chaos(
            self.scene,
            self.plan.faults,
            lives=self.plan.lives,
            seed=self.plan.seed,
            finished=self.ledger.finished,
        )
        chaos.start()
        try:
            self._live()
        finally:
            chaos.stop()
            self.world.product.close()
        self.ledger.failures += chaos.failures
        ended = time.monotonic()
        self.come_to_rest()
        rested = time.monotonic()
        case = self.case()
        return Outcome(audit(case), ended - began, rested - ended, case, self.scene)

    def case(self) -> Case:
        return Case(
            books=books.read(self.scene.system),
            bindings=self.scene.broker.bindings(),
            ledger=self.ledger,
            poison=frozenset(self.scene.poison),
        )

    def come_to_rest(self) -> None:
        """Wait until nothing is unsent, on the bus, parked or in work; say so if that fails."""
        self.scene.system.wait_until_ready()
        try:
            eventually(
                self._at_rest, within=self.plan.rest, every=0.25, what="everything to come to rest"
            )
        except TooLate as late:
            self.ledger.failed(str(late))

    def _at_rest(self) -> bool:
        poison = self.scene.poison
        return self.scene.broker.waiting() == 0 and not any(
            books.under_way(self.scene.system, service, poison) for service in self.scene.databases
        )

    def _live(self) -> None:
        stories: SimpleQueue[tuple[int, Story]] = SimpleQueue()
        for numbered in enumerate(_stories(self.plan)):
            stories.put(numbered)
        threads = [
            threading.Thread(target=self._tell, args=(stories,)) for _ in range(self.plan.threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _tell(self, stories: "SimpleQueue[tuple[int, Story]]") -> None:
        while True:
            try:
                number, story = stories.get_nowait()
            except Empty:
                self.world.product.http.close()
                return
            self._tell_one(story, random.Random(f"{self.plan.seed}/{number}"))

    def _tell_one(self, story: Story, chance: random.Random) -> None:
        try:
            story(self.world, chance)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in where if frame.filename.endswith("stories.py")]
            self.ledger.failed(f"{story.__name__}, line {lines}: {error}")


def _stories(plan: Plan) -> list[Story]:
    """The stories in a seeded order, each at least once, in their shares of all."""
    chance = random.Random(plan.seed)
    drawn = chance.choices(
        list(STORIES), list(STORIES.values()), k=max(0, plan.lives - len(STORIES))
    )
    stories = [*STORIES, *drawn][: plan.lives]
    chance.shuffle(stories)
    return stories
