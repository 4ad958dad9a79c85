"""The system with demo data, as people find it after `make up`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.demo.api import Api
from deploy.demo.firms import BUREAU, BUREAU_EMAIL
from deploy.demo.lives import HANDED_OVER, LEFT
from shared.database import engine_for, writing
from tests.stuck.reader import Reader
from tests.system.system import OPERATOR, SERVICES, System
from tests.system.waiting import eventually


@dataclass(frozen=True)
class Stage:
    """Where the pages are, and who may sign in with which password."""

    system: System
    urls: dict[str, str]
    logins: dict[str, str]
    states: dict[str, tuple[float, Any]] = field(default_factory=dict)  # Of those signed in.


def _has_heard(bureau: Api) -> bool:
    """Whether the bureau knows of the last that happened to its clients."""
    clients = f"/v1/bureaus/{BUREAU}/clients"
    return all(
        len(bureau.get("bureau", f"{clients}?state={state}")["items"]) == len(firms)
        for state, firms in (("detached", LEFT), ("handed_over", HANDED_OVER))
    )


def _let_work_be_stuck(system: System) -> None:
    """exports has a dead letter and one behind it, accounts misses one; bureau has nothing."""
    for service, broken in (("exports", {"2"}), ("accounts", set[str]())):
        engine = engine_for(system.database_url(service))
        reader = Reader(writing(engine))
        reader.unbearable = broken
        reader.take("1", "2", "3", first=1 if broken else 4)
        engine.dispose()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Start everything, wait for its demo data, and stop it in the end."""
    system = System(folder, {"DEMO": "1"}).start()
    try:
        made = system.data / "demo.made"
        eventually(made.exists, within=300, every=0.1, what="the demo data")
        logins = json.loads((system.data / "demo.json").read_text()) | dict([OPERATOR])
        urls = {name: system.url(name) for name in SERVICES}
        bureau = Api(urls).signed_in(BUREAU_EMAIL, logins[BUREAU_EMAIL])
        eventually(lambda: _has_heard(bureau), within=120, every=0.5, what="news over the bus")
        _let_work_be_stuck(system)
        yield Stage(system, urls, logins)
    finally:
        system.stop()
