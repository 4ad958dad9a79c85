"""The whole system, started as `make up` starts it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from deploy.environment import PORTS
from tests.deploy.conftest import ROOT, eventually, lives

pytestmark = pytest.mark.system


class System:
    """A supervisor of the real services, with ports and data of its own."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.printed = folder / "printed"
        self.ports = dict(zip(PORTS, free_ports(), strict=True))
        self.env = {
            **os.environ,
            **{f"{name.upper()}_PORT": str(port) for name, port in self.ports.items()},
            "DATA_DIR": str(folder / "data"),
            "OPERATOR_EMAIL": "operator@biuro.example",
            "OPERATOR_PASSWORD": "correct-horse-battery",
            "DEMO": "0",
            "EXPORT_RUNNERS": "1",  # However many cores there are.
            **env,
        }
        self.start()

    def start(self) -> None:
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.supervise"],
                cwd=ROOT,
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def lines(self) -> list[str]:
        return self.printed.read_text().splitlines()

    def pids(self, name: str = "") -> list[str]:
        """The processes that were started as `name`, or all."""
        started = [line for line in self.lines if "| started as process " in line]
        return [line.split()[-1] for line in started if line.split()[0].startswith(name)]

    def until_ready(self) -> None:
        eventually(lambda: "ready" in self.lines or self.process.poll() is not None, 60)
        assert "ready" in self.lines, "\n".join(self.lines[-30:])

    def status(self, service: str, path: str = "/readyz") -> int:
        connection = HTTPConnection("127.0.0.1", self.ports[service], timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


def free_ports() -> list[int]:
    sockets = [socket.socket() for _ in PORTS]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    started = System(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()
    eventually(lambda: not any(lives(pid) for pid in started.pids()))


def test_it_starts_serves_and_stops_with_nothing_left(system: System) -> None:
    system.until_ready()
    statuses = [system.status(service) for service in PORTS]
    pids = system.pids()

    system.process.send_signal(signal.SIGTERM)
    eventually(lambda: any("stopping" in line for line in system.lines))
    system.process.send_signal(signal.SIGTERM)
    code = system.process.wait(30)

    assert statuses == [200, 200, 200]
    assert system.lines.count("ready") == 1
    assert code == 0
    assert len(pids) == 10
    assert not [pid for pid in pids if lives(pid)]


def test_every_kind_of_process_may_be_killed_and_comes_back(system: System) -> None:
    system.until_ready()

    for pid in system.pids():
        os.kill(int(pid), signal.SIGKILL)

    eventually(lambda: len(system.pids()) == 20)
    eventually(lambda: [system.status(service) for service in PORTS] == [200, 200, 200])


def test_after_a_kill_of_the_supervisor_the_next_one_takes_over(system: System) -> None:
    system.until_ready()
    orphans = system.pids()

    system.process.kill()
    system.process.wait()
    system.start()
    system.until_ready()

    assert not [pid for pid in orphans if lives(pid)]
    assert system.status("bureau") == 200


def test_a_port_in_use_is_named_with_the_variable_that_moves_it(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        system = System(tmp_path, BUREAU_PORT=str(taken.getsockname()[1]))
        code = system.process.wait(30)

    assert code == 1
    assert "set BUREAU_PORT" in system.lines[-1]


def test_a_second_system_on_the_same_data_is_refused(system: System, tmp_path: Path) -> None:
    system.until_ready()
    (tmp_path / "second").mkdir()

    second = System(tmp_path / "second", DATA_DIR=system.env["DATA_DIR"])
    code = second.process.wait(30)

    assert code == 1
    assert "another one runs" in second.lines[-1]
