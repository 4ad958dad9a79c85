"""The runner's way with hand-over packages: ask accounts, make the file, compare."""

import structlog
from sqlalchemy.orm import Session, sessionmaker

from services.exports.copies.models import Account
from services.exports.handover_packages import claims
from services.exports.handover_packages.comparing import compare
from services.exports.handover_packages.lifecycle import ASKED
from services.exports.handover_packages.making import as_job, make
from services.exports.handover_packages.models import HandoverPackage
from services.exports.jobs.claims import MOST_CRASHES, LeaseLost
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage
from services.exports.runner.errands import Errands
from services.exports.runner.hand import Hand, Stopped
from shared.bus.process import OUTAGES, Stop
from shared.context import Context, act_as

BY_EXPORTS = Context(actor="exports")

log = structlog.get_logger(__name__)


class PackageHand(Hand):
    """A hand-over package in hand."""

    def __init__(
        self, sessions: sessionmaker[Session], package: HandoverPackage, stop: Stop
    ) -> None:
        super().__init__(sessions, Job(id=package.id), stop)
        self.package = package

    def reach(self, done: int) -> None:
        self.check()

    def renew(self, session: Session) -> bool:
        return claims.renew(session, self.package)


class Packages:
    """Takes one package a step further at a time; there may be several runners.

    A step that its runner dies with is taken again by the next one, from its beginning.
    """

    def __init__(
        self,
        reads: sessionmaker[Session],
        writes: sessionmaker[Session],
        snapshots: sessionmaker[Session],
        storage: Storage,
        errands: Errands,
    ) -> None:
        self._reads = reads
        self._writes = writes
        self._snapshots = snapshots
        self._storage = storage
        self._errands = errands

    def step(self, stop: Stop) -> bool:
        """See to one package, if one is due; says whether one was."""
        with self._reads() as session:
            if not claims.is_any_due(session):
                return False
        with self._writes.begin() as session:
            package = claims.claim(session)
        if package:
            self._take_on(package, stop)
        return package is not None

    def _take_on(self, package: HandoverPackage, stop: Stop) -> None:
        for earlier in range(1, package.attempt):
            self._storage.delete(_key(package, earlier))
        key = _key(package, package.attempt)
        try:
            with PackageHand(self._writes, package, stop) as hand:
                self._see_through(hand, key)
        except Stopped:
            self._storage.delete(key)
            with self._writes.begin() as session:
                claims.give_back(session, package)
        except LeaseLost:
            self._storage.delete(key)
            log.info("package.let_go", package=package.id, attempt=package.attempt)

    def _see_through(self, hand: PackageHand, key: str) -> None:
        package = hand.package
        try:
            if package.crashes >= MOST_CRASHES:
                raise RuntimeError(f"the package {package.id} killed its runners")
            self._go_on(hand, key)
        except (Stopped, LeaseLost, *OUTAGES):
            raise
        except Exception as error:
            log.error("package.broke", package=package.id, exc_info=error)
            self._storage.delete(key)
            self._end(package, "internal")

    def _go_on(self, hand: PackageHand, key: str) -> None:
        package = hand.package
        if claims.is_answered(package):
            self._compare(hand, key)
        elif claims.is_given_up(package):
            self._end(package, "silent")
        else:
            ask = claims.start if package.state is ASKED else claims.ask_again
            with self._writes.begin() as session:
                act_as(session, BY_EXPORTS)
                ask(session, package)

    def _compare(self, hand: PackageHand, key: str) -> None:
        """Make the file once the copies are what accounts states; else put the package off."""
        package = hand.package
        with self._snapshots() as session:
            account = session.get(Account, package.account_id)
            compared = compare(session, package.account_id, package.statement or {})
            differences = compared.differences
            if account and not differences:
                made = make(
                    session,
                    package,
                    account,
                    hand,
                    self._storage,
                    key=key,
                    originals=compared.originals,
                    errands=self._errands,
                )
                differences = made.differences
        if differences:
            self._storage.delete(key)
        with self._writes.begin() as session:
            act_as(session, BY_EXPORTS)
            if account is None or differences:
                claims.put_off(session, package, differences)
                return
            job = as_job(package, account)
            claims.verify(
                session,
                package,
                key=key,
                stored=made.stored,
                facts=made.facts,
                period_from=job.period_from,
                period_to=job.period_to,
                file_name=f"{account.prefix}_handover_{job.period_from}_{job.period_to}.zip",
            )

    def _end(self, package: HandoverPackage, code: str) -> None:
        with self._writes.begin() as session:
            act_as(session, BY_EXPORTS)
            claims.fail(session, package, code)


def _key(package: HandoverPackage, attempt: int) -> str:
    return f"{package.id}.h{attempt}"
