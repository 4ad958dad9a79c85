"""A client takes its account from a bureau that does not hand it over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from services.accounts.app import prepare
from services.accounts.config import Settings
from services.accounts.leaving.chores import go_on_due
from services.accounts.mail.models import Mail
from shared.contracts.bureau import CompanyRequested
from shared.contracts.bureau_endings import HandoverOffered
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company
from tests.accounts.oracle import check_roles

LEAVE = "/v1/accounts/acme/leave"
TAKER = "firma@acme.example"
BUREAU = "biuro500@example.com"

# A Monday; the 11th of November is a holiday, a Wednesday.
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST_DAY = "2026-11-17"
OVER = datetime(2026, 11, 17, 23, tzinfo=UTC)  # Midnight in Warsaw.


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def bureau(world: World, clock: Any) -> Someone:
    """A bureau that owns the account `acme`."""
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))
    return bureau


@pytest.fixture
def client(world: World, bureau: Someone) -> Someone:
    """The client's own administrator, verified."""
    client = world.with_role(bureau, "acme", "admin", TAKER)
    world.verify(client)
    return client


@pytest.fixture
def operator(world: World, settings: Settings, clock: Any) -> Someone:
    line = prepare(settings)[0].split()
    return world.sign_in(line[1], line[-1])


def work(world: World, times: int = 1) -> None:
    for _ in range(times):
        with world.sessions.begin() as session:
            go_on_due(session)


def at(clock: Any, world: World, moment: datetime) -> None:
    clock.move_to(moment, tick=False)
    work(world, times=2)


def mails(world: World, kind: str) -> int:
    with world.reading() as session:
        query = select(func.count()).select_from(Mail).where(Mail.kind == kind)
        return int(session.scalar(query) or 0)


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def again(world: World) -> Someone:
    return world.sign_in(TAKER)


def test_the_bureau_is_told_and_has_ten_working_days(world: World, client: Someone) -> None:
    started = client.post(LEAVE)

    assert (started.status_code, started.json["state"]) == (201, "started")
    assert started.json["deadline"] == "2026-11-17T23:00:00.000000Z"
    assert world.mailed(BUREAU, "leaving_started")["until"] == LAST_DAY
    assert world.mailed(TAKER, "leaving_started")["until"] == LAST_DAY
    (told,) = world.said("accounts.leaving.started.v1")
    assert told["bureau_id"] == world.id_of("biuro500")
    assert told["deadline"] == started.json["deadline"]


def test_both_are_reminded_on_the_5th_8th_and_10th_day(
    world: World, client: Someone, clock: Any
) -> None:
    client.post(LEAVE)

    counts = []
    for day in (6, 8, 9, 13, 14, 15, 16, 17):
        at(clock, world, datetime(2026, 11, day, 10, tzinfo=UTC))
        counts.append(mails(world, "leaving_reminder"))

    # Working days after the 2nd: 3 4 5 6 9 10 12 13 16 17.
    assert counts == [0, 0, 2, 4, 4, 4, 4, 6]


def test_a_worker_that_was_away_sends_one_reminder_not_three(
    world: World, client: Someone, clock: Any
) -> None:
    client.post(LEAVE)

    at(clock, world, datetime(2026, 11, 17, 10, tzinfo=UTC))

    assert mails(world, "leaving_reminder") == 2


def test_after_ten_working_days_the_account_is_the_clients(
    world: World, client: Someone, clock: Any
) -> None:
    client.post(LEAVE)

    at(clock, world, OVER - timedelta(seconds=1))
    assert world.said("accounts.account.owner_changed.v1") == []
    at(clock, world, OVER)

    client = again(world)
    account = client.get("/v1/accounts/acme").json
    assert account["owner"]["id"] == client.id
    assert account["bureau_role"] == "accountant"
    assert len(world.said("accounts.account.owner_changed.v1")) == 1
    assert len(world.said("accounts.leaving.completed.v1")) == 1
    assert world.mailed(BUREAU, "leaving_completed")["taker"] == TAKER
    assert client.delete("/v1/accounts/acme/bureau").status_code == 204
    check_roles(world)


def test_an_offer_to_somebody_else_gives_way_at_the_end(
    world: World, bureau: Someone, client: Someone, clock: Any
) -> None:
    client.post(LEAVE)
    clock.move_to(datetime(2026, 11, 16, tzinfo=UTC), tick=False)
    bureau = world.sign_in(BUREAU)
    bureau.post("/v1/accounts/acme/ownership_transfers", {"email": "other@example.com"})

    at(clock, world, OVER)

    assert len(world.said("accounts.transfer.cancelled.v1")) == 1
    assert again(world).get("/v1/accounts/acme").json["owner"]["id"] == client.id


def test_a_hand_over_in_time_ends_it(
    world: World, bureau: Someone, client: Someone, clock: Any
) -> None:
    client.post(LEAVE)
    offer = HandoverOffered(
        transfer_id=new_id(),
        account_id=world.id_of("acme"),
        bureau_id=world.id_of("biuro500"),
        email=TAKER,
        expires_at="2026-11-16T00:00:00+00:00",
    )
    world.hear(offer)

    accepted = client.post(f"/v1/ownership_transfers/{offer.transfer_id}/accept")

    assert accepted.status_code == 200, accepted.text
    assert len(world.said("accounts.leaving.handed_over.v1")) == 1
    assert client.get(LEAVE).status_code == 404
    at(clock, world, OVER)
    assert len(world.said("accounts.account.owner_changed.v1")) == 1


def test_the_client_takes_it_back(world: World, client: Someone, clock: Any) -> None:
    client.post(LEAVE)

    assert client.delete(LEAVE).status_code == 204

    at(clock, world, OVER)
    assert world.said("accounts.account.owner_changed.v1") == []
    assert len(world.said("accounts.leaving.withdrawn.v1")) == 1
    assert mails(world, "leaving_reminder") == 0
    assert again(world).post(LEAVE).status_code == 201


def test_the_bureau_does_not_take_it_back_nor_put_the_client_out(
    world: World, bureau: Someone, client: Someone
) -> None:
    client.post(LEAVE)
    user = f"/v1/accounts/acme/users/{client.id}"

    answers = [
        bureau.delete(LEAVE),
        bureau.delete(user),
        bureau.patch(user, {"role": "member"}),
    ]

    assert [refusal(a) for a in answers] == [
        (403, "forbidden"),
        (409, "step_refused"),
        (409, "step_refused"),
    ]
    assert client.get(LEAVE).json["state"] == "started"


def test_the_bureaus_own_people_do_not_leave_it(world: World, bureau: Someone) -> None:
    employee = world.with_role(bureau, "biuro500", "member", "kadry@example.com")
    bureau.post("/v1/accounts/acme/users", {"email": employee.email, "role": "admin"})
    world.verify(employee)

    answers = [bureau.post(LEAVE), employee.post(LEAVE)]

    assert [refusal(a) for a in answers] == [(403, "forbidden")] * 2


def test_a_member_or_an_unverified_administrator_does_not_leave(
    world: World, bureau: Someone
) -> None:
    member = world.with_role(bureau, "acme", "member")
    admin = world.with_role(bureau, "acme", "admin")

    answers = [member.post(LEAVE), admin.post(LEAVE)]

    assert [refusal(a) for a in answers] == [(403, "forbidden"), (409, "email_not_verified")]


def test_an_account_is_left_once_at_a_time(client: Someone) -> None:
    client.post(LEAVE)

    assert refusal(client.post(LEAVE)) == (409, "step_refused")


def test_an_account_of_ones_own_is_not_left_so(world: World, clock: Any) -> None:
    owner = world.account("acme")
    admin = world.with_role(owner, "acme", "admin")
    world.verify(admin)

    assert refusal(admin.post(LEAVE)) == (409, "step_refused")


def test_an_operator_stops_it_for_a_stated_reason(
    world: World, client: Someone, operator: Someone, clock: Any
) -> None:
    client.post(LEAVE)
    (going_on,) = operator.get("/v1/leavings").json["items"]
    why = {"reason_code": "court_order", "reason": "A court forbade it."}

    stopped = operator.post(f"/v1/leavings/{going_on['id']}/stop", why)

    assert (stopped.status_code, stopped.json["state"]) == (200, "stopped")
    assert world.mailed(TAKER, "leaving_stopped")["reason"] == why["reason"]
    assert world.mailed(BUREAU, "leaving_stopped")["reason"] == why["reason"]
    at(clock, world, OVER)
    assert world.said("accounts.account.owner_changed.v1") == []


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ({"reason_code": "unpaid_fees", "reason": "They owe us."}, "Unpaid fees are no reason"),
        ({"reason_code": "whim", "reason": "No."}, "A reason is"),
        ({"reason_code": "court_order"}, ""),
    ],
)
def test_no_other_reason_counts(
    client: Someone, operator: Someone, why: dict[str, str], says: str
) -> None:
    leaving = client.post(LEAVE).json

    refused = operator.post(f"/v1/leavings/{leaving['id']}/stop", why)

    assert refused.status_code == 422
    assert says in refused.json["errors"][0]["detail"]
    assert client.get(LEAVE).json["state"] == "started"


def test_only_operators_stop_it(bureau: Someone, client: Someone) -> None:
    leaving = client.post(LEAVE).json
    why = {"reason_code": "court_order", "reason": "A court forbade it."}

    answers = [
        bureau.post(f"/v1/leavings/{leaving['id']}/stop", why),
        bureau.get("/v1/leavings"),
    ]

    assert [refusal(a) for a in answers] == [(403, "forbidden")] * 2
