"""The system with demo data, as people find it after `make up`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.system.system import SERVICES, System
from tests.system.waiting import eventually


@dataclass(frozen=True)
class Stage:
    """Where the pages are, and who may sign in with which password."""

    system: System
    urls: dict[str, str]
    logins: dict[str, str]
    states: dict[str, tuple[float, Any]] = field(default_factory=dict)  # Of those signed in.


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Start everything, wait for its demo data, and stop it in the end."""
    system = System(folder, {"DEMO": "1"}).start()
    try:
        made = system.data / "demo.made"
        eventually(made.exists, within=60, every=0.1, what="the demo data")
        logins = json.loads((system.data / "demo.json").read_text())
        yield Stage(system, {name: system.url(name) for name in SERVICES}, logins)
    finally:
        system.stop()
