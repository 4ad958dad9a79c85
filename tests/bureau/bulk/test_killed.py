"""A worker that is killed in the middle of a job leaves it where it was, and another goes on."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.bureau.bulk.models import BulkRow
from services.bureau.bulk.work import SLICE
from tests.bench.panels import fill
from tests.bureau.listener import COMPANY
from tests.system.firms import a_nip
from tests.system.waiting import eventually

ROOT = Path(__file__).parents[3]
ROWS = 6 * SLICE
BULK = "/v1/bureaus/biuro500/bulk"


class Workers:
    """`python -m services.bureau worker` on the stage's database."""

    def __init__(self, stage, folder):
        self._stage = stage
        self._folder = folder
        self._process = None

    def start(self):
        url = self._stage.sessions.kw["bind"].url.render_as_string(hide_password=False)
        env = os.environ | {"DATABASE_URL": url, "BUS_URL": f"embedded:///{self._folder}/bus.db"}
        log = (self._folder / "worker.log").open("ab")
        command = [sys.executable, "-m", "services.bureau", "worker"]
        with log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)

    def kill(self):
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_within(self, job):
        """Let one work at the job, and kill it once some more rows are done."""
        before = done(self._stage, job)
        self.start()
        eventually(lambda: done(self._stage, job) > before, within=60)
        self.kill()


@pytest.fixture
def workers(stage_on_each, tmp_path):
    workers = Workers(stage_on_each, tmp_path)
    yield workers
    workers.kill()


def done(stage, job):
    """Rows that have their outcome."""
    with stage.app.extensions["reading"]() as session:
        mine = (BulkRow.job_id == job) & BulkRow.outcome.is_not(None)
        return session.scalars(select(func.count()).select_from(BulkRow).where(mine)).one()


def see_through(stage, owner, workers, job):
    """Kill two workers within the job, and let a third end it; the job as it is shown then."""
    workers.kill_within(job)
    workers.kill_within(job)
    between = stage.get(f"{BULK}/{job}", owner).json
    assert between["state"] == "running"
    assert 0 < between["done"] == len(between["results"]) < ROWS
    workers.start()
    eventually(lambda: done(stage, job) == ROWS, within=60)
    return stage.get(f"{BULK}/{job}", owner).json


def test_every_client_is_left_once(stage_on_each, workers):
    stage = stage_on_each
    owner = stage.bureau()
    fill(stage.sessions.kw["bind"], stage.accounts["biuro500"], owner.id, ROWS)
    address = "/v1/bureaus/biuro500/clients?limit=200"
    clients = [client["prefix"] for client in stage.get(address, owner).json["items"]]
    body = {"action": "detach", "clients": clients}
    job = stage.post(BULK, owner, body).json["id"]

    seen = see_through(stage, owner, workers, job)

    assert seen["state"] == "completed"
    assert [row["prefix"] for row in seen["results"]] == clients
    assert {row["outcome"] for row in seen["results"]} == {"done"}
    left = Counter(said["client_id"] for said in stage.said("bureau.client.detached.v1"))
    assert (len(left), set(left.values())) == (ROWS, {1})


def test_every_company_of_a_list_is_asked_for_once_and_the_seats_add_up(stage_on_each, workers):
    stage = stage_on_each
    owner = stage.bureau(size=ROWS - 10)
    columns = ("name", "street", "post_code", "city", "email")
    lines = [";".join(("prefix", "tax_no", *columns))]
    for number in range(ROWS):
        lines.append(";".join((f"firma-{number}", a_nip(), *(COMPANY[c] for c in columns))))
    with stage.app.test_client() as http:
        answer = http.post(
            "/v1/bureaus/biuro500/companies/import?dry_run=false",
            headers=owner.headers | {"Content-Type": "text/csv"},
            data="\n".join(lines),
        )

    seen = see_through(stage, owner, workers, answer.json["id"])

    outcomes = Counter((row["outcome"], row["code"]) for row in seen["results"])
    assert outcomes == {("done", None): ROWS - 10, ("refused", "package_full"): 10}
    asked = Counter(said["prefix"] for said in stage.said("bureau.company.requested.v1"))
    assert (len(asked), set(asked.values())) == (ROWS - 10, {1})
    books = stage.get("/v1/bureaus/biuro500/module/seats", owner).json
    assert (books["balanced"], books["used"]) == (True, ROWS - 10)
