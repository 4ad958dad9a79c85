"""Worker and relay as the supervisor runs them: they beat, deliver mail, and stop when told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.accounts.app import create_app, declare, prepare
from services.accounts.config import Settings
from shared.bus.heartbeat import alive
from shared.migrations import upgrade
from tests.accounts.builders import World
from tests.accounts.conftest import close

ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": settings.database_url,
        "BUS_URL": settings.bus_url,
        "DATA_DIR": str(settings.data_dir),
        "PUBLIC_URL": settings.public_url,
    }


def eventually(look: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@dataclass
class Running:
    world: World
    settings: Settings
    processes: list[subprocess.Popen[bytes]]


@pytest.fixture
def running(settings: Settings) -> Iterator[Running]:
    upgrade("accounts", settings.database_url)
    prepare(settings)
    declare(settings)
    command = [sys.executable, "-m", "services.accounts"]
    processes = [
        subprocess.Popen([*command, name], cwd=ROOT, env=environment(settings))
        for name in ("worker", "relay")
    ]
    app = create_app(settings)
    yield Running(World(app), settings, processes)
    for process in processes:
        process.kill()
        process.wait()
    close(app)


def test_worker_and_relay_do_their_work_and_stop_when_told(running: Running) -> None:
    world = running.world

    def are_ready() -> bool:
        with world.reading() as session:
            return all(alive(session, name) for name in ("worker", "relay"))

    eventually(are_ready)
    assert world.nobody.get("/readyz").status_code == 200

    owner = world.account("acme")
    mails = running.settings.data_dir / "mail"
    eventually(lambda: len(list(mails.glob("*.verification.eml"))) == 1)
    text = sorted(mails.glob("*.eml"))[0].read_text()
    token = text.split("token=")[1].split()[0]
    assert owner.post("/v1/me/email_verification", {"token": token}).status_code == 200

    for process in running.processes:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
    assert [process.wait(PATIENCE) for process in running.processes] == [0, 0]
