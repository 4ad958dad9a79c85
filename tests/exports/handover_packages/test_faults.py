"""Runners that die while they make a package, or sleep too long, or are two."""

import signal
from concurrent.futures import ThreadPoolExecutor

import orjson
from sqlalchemy import select

from services.exports.copies.content import sha256
from services.exports.copies.models import Document
from services.exports.handover_packages import claims
from services.exports.handover_packages.sums import MonthlySums
from services.exports.jobs.claims import MOST_CRASHES
from shared.bus.process import Stop
from shared.clock import now
from shared.contracts.statement import Held, digest
from tests.exports.filling import fill
from tests.exports.handover_packages.played import Played, played
from tests.exports.processes import process, until
from tests.exports.world import World, a_document, another_runner

MANY = 300  # Each is printed.


def files(world: World, package_id: str) -> list[str]:
    folder = world.settings.data_dir / "exports"
    return sorted(path.name for path in folder.glob(f"{package_id}*"))


def states_what_is_here(account: Played, package_id: str) -> None:
    """Accounts answers with just what the copies say, which the database itself has made."""
    rows, counting = [], MonthlySums()
    with account.world.sessions() as session:
        for content in session.scalars(select(Document.content)):
            document = orjson.loads(content)
            counting.add(document)
            rows.append(
                Held(
                    id=document["id"],
                    number=document["number"],
                    day=document["issue_date"],
                    version=1,
                    sha256=sha256(content.encode()),
                    original=None,
                )
            )
    day = rows[0]["day"]
    account.answers(
        package_id,
        documents=len(rows),
        sums=counting.rows(),
        days={day: [len(rows), digest(rows)]},
    )


def test_a_package_whose_runner_is_killed_is_made_by_another(either_world: World) -> None:
    world = either_world
    account = played(world)
    fill(world, account.account_id, MANY)
    package_id = account.asks()
    account.step()
    states_what_is_here(account, package_id)

    with process(world, "runner") as first:
        until(lambda: any(".part" in name for name in files(world, package_id)))
        first.send_signal(signal.SIGKILL)
        first.wait()
    killed = account.row(package_id)
    with process(world, "runner") as second:
        until(lambda: account.row(package_id).state.value == "verified")
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0

    package = account.row(package_id)
    assert killed.state.value == "making"
    assert package.attempt == killed.attempt + 1
    assert package.facts["documents"] == MANY
    assert files(world, package_id) == [package.file_key]
    assert len(account.said("exports.handover_package.verified.v1", package_id)) == 1


def test_a_package_that_kills_its_runners_fails(world: World) -> None:
    account = played(world)
    package_id = account.asks()
    with world.sessions.begin() as session:
        package = session.get_one(type(account.row(package_id)), package_id)
        package.lease, package.leased_until = "of the dead", now()
        package.crashes = MOST_CRASHES - 1

    account.step()

    assert account.row(package_id).state.value == "failed"
    assert [each["code"] for each in account.row(package_id).differences] == ["internal"]


def test_whoever_lost_the_lease_changes_nothing(either_world: World) -> None:
    account = played(either_world)
    account.has(a_document(issue_date="2026-10-03"))
    package_id = account.asks()
    with either_world.sessions.begin() as session:
        held = claims.claim(session)
    with either_world.sessions.begin() as session:
        package = session.get_one(type(held), package_id)
        package.leased_until = now()
    account.verified(package_id)

    lost = []
    for change in (
        lambda session: claims.start(session, held),
        lambda session: claims.fail(session, held, "internal"),
        lambda session: claims.put_off(session, held, []),
    ):
        try:
            with either_world.sessions.begin() as session:
                change(session)
        except claims.LeaseLost:
            lost.append(change)

    assert len(lost) == 3
    assert account.row(package_id).state.value == "verified"


def test_two_runners_make_one_package_once(either_world: World) -> None:
    account = played(either_world)
    account.has(a_document(issue_date="2026-10-03"))
    package_id = account.asks()
    runners = [either_world.runner, another_runner(either_world)]

    def steps() -> None:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda runner: runner.step(Stop()), runners))

    steps()
    account.answers(package_id)
    steps()

    assert account.row(package_id).state.value == "verified"
    assert len(account.questions(package_id)) == 1
    assert len(account.said("exports.handover_package.verified.v1", package_id)) == 1
    assert files(either_world, package_id) == [account.row(package_id).file_key]


def test_a_runner_that_is_told_to_stop_gives_the_package_back(world: World) -> None:
    account = played(world)
    package_id = account.asks()
    stop = Stop()
    account.step()
    account.has(a_document(issue_date="2026-10-03"))
    account.answers(package_id)
    stop.set()

    world.runner.step(stop)
    given_back = account.row(package_id)
    account.step()

    assert (given_back.state.value, given_back.lease) == ("making", None)
    assert account.row(package_id).state.value == "verified"
