"""The runner: takes exports from the queue one after another and writes their files."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Engine

from services.exports.copies.actions import newest_recorded
from services.exports.exported.reads import Reads
from services.exports.jobs import claims, parts
from services.exports.jobs.claims import MOST_CRASHES, LeaseLost
from services.exports.jobs.expiry import expire
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage, Stored
from services.exports.runner.errands import Errands
from services.exports.runner.hand import PROCESS, Hand, JobHand, Stopped
from services.exports.runner.packages import Packages
from services.exports.runner.reading import snapshots
from services.exports.runner.reports import Reports
from services.exports.runner.several import BROKEN, PartFailed, Several
from services.exports.runner.wake import Wake, wake
from services.exports.runner.writing import Result, write
from services.exports.webhooks.delivering import Deliverer
from shared.beside import Beside
from shared.bus import heartbeat
from shared.bus.chores import Chore, Rota
from shared.bus.heartbeat import beat
from shared.bus.process import OUTAGES, Stop, keep_running
from shared.clock import now
from shared.context import Context, act_as
from shared.database import reading, writing
from shared.errors import Failure
from shared.texts import N_

POLL = 1.0  # seconds; a wake-up that gets lost costs no more than this.
EXPIRY_EVERY = 60.0  # seconds

QUIET = timedelta(seconds=0.15)
LONGEST_SETTLING = timedelta(seconds=5)

CHANGED = N_("What the file was made of has changed since; it can't be made again to the byte.")

log = structlog.get_logger(__name__)


class Runner:
    """Writes exports until SIGTERM, one at a time; there may be several runners.

    A runner for which no export waits writes parts of those that others have in hand.

    An export that it has to let go of, or dies with, is begun anew by the next runner, and
    the same documents give the same bytes.
    """

    def __init__(
        self,
        engine: Engine,
        storage: Storage,
        *,
        accounts_url: str,
        webhook_networks: Sequence[str] = (),
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._webhook_networks = webhook_networks
        self._reads = reading(engine)
        self._writes = writing(engine)
        self._snapshots = snapshots(engine)
        self._errands = Errands(accounts_url, self._writes)
        stores = (self._reads, self._writes, self._snapshots, storage, self._errands)
        self._several = Several(*stores)
        self._packages = Packages(*stores)

    def run(self) -> None:
        keep_running(PROCESS, self._engine, self._work)

    def step(self, stop: Stop) -> bool:
        """Take one export, package or part and end it, if one waits; says whether one did."""
        with self._reads() as session:
            is_idle = not claims.is_any_free(session)
        if is_idle:
            return self._packages.step(stop) or self._help(stop)
        with self._writes.begin() as session:
            act_as(session, Context(actor="exports"))
            job = claims.claim(session)
        if job:
            self._take_on(job, stop)
        return job is not None

    def _help(self, stop: Stop) -> bool:
        with self._reads() as session:
            if not parts.is_any_free(session):
                return False
        try:
            return self._several.help(stop)
        except Stopped:
            return True

    def _work(self, stop: Stop) -> None:
        chores = (
            Chore("heartbeat", heartbeat.EVERY, lambda session: beat(session, PROCESS)),
            Chore("expiry", EXPIRY_EVERY, lambda session: expire(session, self._storage)),
            Chore("parts", EXPIRY_EVERY, lambda session: parts.clear(session, self._storage)),
        )
        rota = Rota(self._writes, chores)
        deliverer = Deliverer(self._writes, self._webhook_networks)
        calls = Beside(deliverer.step, name="webhooks", patience=2.0)
        with wake(self._engine) as bell, calls:
            while not stop.is_set():
                rota.run_due()
                self._wait_unless(self.step(stop), bell)

    def _wait_unless(self, worked: bool, bell: Wake) -> None:
        if not worked:
            bell.wait(POLL)

    def _take_on(self, job: Job, stop: Stop) -> None:
        """See the export to its end, or let go of it where it has lost its point."""
        log.info("export.begins", job=job.id, format=job.format, attempt=job.attempt)
        for earlier in range(1, job.attempt):  # Their runners died, or have lost the lease.
            self._storage.delete(_key(job.id, earlier))
        key = _key(job.id, job.attempt)
        try:
            with JobHand(self._writes, job, stop) as hand, closing(Reads()) as reads:
                self._see_through(hand, key, reads)
        except Stopped:
            self._storage.delete(key)
            with self._writes.begin() as session:
                claims.give_back(session, job)
        except LeaseLost:
            self._storage.delete(key)
            log.info("export.let_go", job=job.id, attempt=job.attempt)
        if len(job.accounts) > 1:
            self._several.clear(job.id)

    def _see_through(self, hand: JobHand, key: str, reads: Reads) -> None:
        job = hand.job
        try:
            if job.crashes >= MOST_CRASHES:
                raise _Poisonous(job.id)
            self._settle(hand)
            result = self._write(hand, key, reads)
        except (Stopped, LeaseLost, *OUTAGES):
            raise
        except (Failure, PartFailed) as failure:
            self._fail(job, failure.code, failure.text, failure.facts)
        except Exception as error:
            log.error("export.broke", job=job.id, exc_info=error)
            self._fail(job, "internal", BROKEN, {"job": job.id})
        else:
            self._end(job, key, result, reads)

    def _settle(self, hand: Hand) -> None:
        """Wait until the documents that were imported just before the request are here.

        They are on the bus for some milliseconds. So long as one came a moment ago, more may
        follow.
        """
        job, ids = hand.job, list(hand.job.account_ids.values())
        newest = job.created_at
        while now() - newest < QUIET and now() - job.created_at < LONGEST_SETTLING:
            hand.pause(QUIET.total_seconds() / 3)
            with self._reads() as session:
                newest = max(newest, newest_recorded(session, ids) or newest)

    def _write(self, hand: JobHand, key: str, reads: Reads) -> Result:
        reports = Reports(self._writes, hand.job)
        if len(hand.job.accounts) > 1:
            return self._several.write(hand, key, reports)
        with self._snapshots() as session:
            return write(session, hand, reports, reads, self._storage, key, self._errands)

    def _end(self, job: Job, key: str, result: Result, reads: Reads) -> None:
        obstacle = result.obstacle
        if obstacle and not result.stored:
            self._fail(job, obstacle.code, obstacle.text, obstacle.facts)
            return
        if job.repeats and not self._is_the_same(job, result.stored):
            self._storage.delete(key)
            self._fail(job, "changed_after_export", CHANGED, {})
            return
        with self._writes.begin() as session:
            act_as(session, Context(actor="exports"))
            claims.complete(
                session,
                job,
                key=key,
                stored=result.stored,
                name=result.name,
                media_type=result.media_type,
                reads=reads,
            )

    def _is_the_same(self, job: Job, stored: Stored | None) -> bool:
        with self._reads() as session:
            first = session.get_one(Job, job.repeats)
        return stored is not None and stored.sha256 == first.file_sha256

    def _fail(self, job: Job, code: str, text: str, facts: Mapping[str, Any]) -> None:
        with self._writes.begin() as session:
            act_as(session, Context(actor="exports"))
            claims.fail(session, job, code=code, text=text, facts=facts)


def _key(job_id: str, attempt: int) -> str:
    return f"{job_id}.{attempt}"


class _Poisonous(Exception):
    """An export that killed its runners."""
