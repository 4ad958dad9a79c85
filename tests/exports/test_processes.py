"""Runner and API as processes: killed, stopped, measured, watched by many."""

import json
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from services.exports.jobs.models import Job
from tests.exports.filling import fill
from tests.exports.processes import ROOT, free_port, process, until
from tests.exports.world import a_document, an_original, recorded

MANY = 6000
UNPRINTED = {"format": "archive_zip", "options": {"pdf": "no"}}
"""An archive that takes its time for what it packs alone."""
FLAT = 200 * 1024  # KiB
STREAMS = 50


def job(world, export):
    with world.sessions() as session:
        return session.get_one(Job, export["id"])


def stored(world):
    return sorted(path.name for path in (world.settings.data_dir / "exports").iterdir())


def test_an_export_whose_runner_is_killed_is_finished_by_another_with_the_same_bytes(either_world):
    world = either_world
    account = world.has_account("acme")
    fill(world, account, MANY)
    owner = world.person({account: "owner"})
    expected = world.exported(owner, "acme", **UNPRINTED)["file"]
    export = world.export(owner, "acme", **UNPRINTED).json

    with process(world, "runner") as first:
        until(lambda: any(".part" in name for name in stored(world)))
        first.send_signal(signal.SIGKILL)
        first.wait()
    with process(world, "runner") as second:
        until(lambda: job(world, export).attempt == 2)
        until(lambda: world.shown(owner, export["id"])["state"] == "completed")
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0

    done = world.shown(owner, export["id"])
    assert done["file"]["sha256"] == expected["sha256"]
    assert world.file(owner, done).status_code == 200
    assert f"{export['id']}.2" in stored(world)
    assert not [name for name in stored(world) if ".part" in name or name == f"{export['id']}.1"]


def test_a_runner_wakes_up_for_an_export_and_stops_when_it_is_told(either_world):
    world = either_world
    account = world.has_account("acme")
    owner = world.person({account: "owner"})
    with process(world, "runner") as runner:
        first = world.export(owner, "acme").json
        until(lambda: world.shown(owner, first["id"])["state"] == "completed")
        export = world.export(owner, "acme").json
        until(lambda: world.shown(owner, export["id"])["state"] == "completed")

        runner.send_signal(signal.SIGTERM)

        assert runner.wait(10) == 0


MEASURE = """
import sys
from pathlib import Path
from services.exports.app import create_runner
from services.exports.config import Settings
from shared.bus.process import Stop

url, folder = sys.argv[1:]
settings = Settings(url, "", Path(folder), "", "", 8)
assert create_runner(settings).step(Stop())
# Not getrusage: its peak counts what the parent had at the fork.
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def test_memory_stays_flat_with_a_hundred_thousand_documents_in_one_file(world):
    account = world.has_account("acme")
    fill(world, account, 100_000)
    owner = world.person({account: "owner"})
    export = world.export(owner, "acme", format="jpk_fa_4").json

    command = [sys.executable, "-c", MEASURE, world.settings.database_url]
    measured = subprocess.run(
        [*command, str(world.settings.data_dir)], cwd=ROOT, capture_output=True, check=True
    )

    assert world.shown(owner, export["id"])["progress"] == {"done": 100_000, "total": 100_000}
    assert world.shown(owner, export["id"])["file"]["size"] > 50_000_000
    assert int(measured.stdout.split()[-1]) < FLAT


def test_an_archive_is_checked_by_a_command_that_needs_nothing_but_the_file(world, tmp_path):
    account = world.has_account("acme")
    world.hears(recorded(account, a_document(), an_original()))
    owner = world.person({account: "owner"})
    done = world.exported(owner, "acme", format="archive_zip")
    whole, damaged = tmp_path / "whole.zip", tmp_path / "damaged.zip"
    data = world.file(owner, done).data
    whole.write_bytes(data)
    damaged.write_bytes(data.replace(b"originals/faktura.xml", b"originals/faktura.xmi"))

    def verify(path: Path) -> tuple[int, str]:
        command = [sys.executable, "-m", "services.exports", "verify", str(path)]
        ended = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True)
        return ended.returncode, ended.stdout

    assert verify(whole) == (0, "whole.zip: whole and unchanged\n")
    code, said = verify(damaged)
    assert (code, "originals/faktura.xml is missing." in said) == (1, True)
    assert verify(tmp_path / "nothing.zip")[0] == 2


@pytest.fixture
def port() -> int:
    return free_port()


def ask(port, path, headers=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    return connection, connection.getresponse()


def is_healthy(port):
    try:
        connection, answer = ask(port, "/healthz")
        connection.close()
    except OSError:
        return False
    return answer.status == 200


def test_fifty_open_streams_starve_nobody_and_end_when_the_server_stops(world, port):
    account = world.has_account("acme")
    owner = world.person({account: "owner"})
    export = world.export(owner, "acme").json
    path = f"/v1/exports/{export['id']}/progress"
    with process(world, "api", PORT=str(port), WEB_THREADS="96") as api:
        until(lambda: is_healthy(port))
        streams = [ask(port, path, owner.headers) for _ in range(STREAMS)]
        assert {answer.status for _, answer in streams} == {200}
        assert all(answer.readline() == b"event: progress\n" for _, answer in streams)

        for _ in range(20):
            connection, answer = ask(port, f"/v1/exports/{export['id']}", owner.headers)
            assert json.loads(answer.read())["state"] == "queued"
            connection.close()
            assert is_healthy(port)

        api.send_signal(signal.SIGTERM)
        assert all(answer.read() for _, answer in streams)
        assert api.wait(10) == 0
    for connection, _ in streams:
        connection.close()
