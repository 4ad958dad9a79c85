"""The service's processes as they run in earnest, each by its command line."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.exports.world import World

ROOT = Path(__file__).parents[2]


@contextmanager
def process(world: World, name: str, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m services.exports NAME` on the world's database; it is ended with the block."""
    settings = world.settings
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "BUS_URL": settings.bus_url,
        "DATA_DIR": str(settings.data_dir),
        "PUBLIC_URL": settings.public_url,
        "ACCOUNTS_URL": settings.accounts_url,
        **env,
    }
    command = [sys.executable, "-m", "services.exports", name]
    log = (settings.data_dir / f"{name}.log").open("ab")
    with log, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as found:
        try:
            yield found
        finally:
            if found.poll() is None:
                found.send_signal(signal.SIGKILL)


def until(look: Callable[[], object], *, within: float = 30.0) -> None:
    """Wait until `look` finds something."""
    end = time.monotonic() + within
    while not look():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
