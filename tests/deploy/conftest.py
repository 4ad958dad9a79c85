"""Starts plays of `stage` and looks on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Play:
    """A running supervisor, the lines that it printed, and the files that its programs wrote."""

    def __init__(self, name: str, folder: Path, *before: str, **env: str) -> None:
        self.folder = folder
        self.printed = folder / "printed"
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "tests.deploy.stage", name, str(folder)],
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **env},
            )

    @property
    def lines(self) -> list[str]:
        return self.printed.read_text().splitlines()

    def noted(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)


def eventually(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until it holds; a failure if it does not in that time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


def lives(pid: int | str) -> bool:
    """Whether the process still runs; one that ended and was not asked for does not."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[..., Play]]:
    plays: list[Play] = []

    def begin(name: str, *before: str, **env: str) -> Play:
        plays.append(Play(name, tmp_path, *before, **env))
        return plays[-1]

    yield begin
    for begun in plays:
        begun.process.kill()
        begun.process.wait()
