"""A client that leaves by itself comes up in the working list, the more the nearer its deadline."""

from datetime import date, timedelta

import pytest
import time_machine

from services.bureau.days import end_of, last_month, month_of, today
from services.bureau.months.actions import weigh_leaving
from services.bureau.months.weights import leaving_points
from shared.clock import rfc3339
from shared.contracts.account_endings import LeavingStarted, LeavingWithdrawn
from shared.ids import new_id

WORK = "/v1/bureaus/biuro500/work"
LAST = last_month(month_of(today()))


@pytest.fixture
def two(stage_on_each):
    """Two clients with a month; the one named last by the list leaves."""
    stage = stage_on_each
    owner = stage.bureau()
    for prefix in ("zostaje", "odchodzi"):
        stage.client(prefix)
    stage.open_months()
    stage.document("odchodzi", issued=f"{LAST}-05")
    return stage, owner


def leave(stage, message, leaving_id, days):
    """Accounts says it of a leaving whose account is to be handed over in so many days."""
    deadline = rfc3339(_midnight_after(today() + timedelta(days=days)))
    stage.hear(
        message(
            leaving_id=leaving_id,
            account_id=stage.accounts["odchodzi"],
            bureau_id=stage.accounts["biuro500"],
            link_id=stage.links["odchodzi"],
            since=deadline,
            deadline=deadline,
        )
    )


def _midnight_after(day):
    first = end_of(last_month(month_of(day)))
    return first + timedelta(days=day.day)


def scores(stage, owner):
    rows = stage.get(WORK, owner).json["items"]
    return {
        row["prefix"]: {part["what"]: part["points"] for part in row["score"]["missing"]}
        for row in rows
    }


def weigh(stage):
    with stage.sessions.begin() as session:
        weigh_leaving(session)


def test_a_leaving_client_comes_first_with_its_deadline_among_the_parts(two):
    stage, owner = two
    assert list(scores(stage, owner)) == ["zostaje", "odchodzi"]

    leave(stage, LeavingStarted, new_id(), days=9)

    found = scores(stage, owner)
    assert list(found) == ["odchodzi", "zostaje"]
    assert found["odchodzi"] == {"work_left": 3, "leaving": 5}
    rows = stage.get(WORK, owner).json["items"]
    assert rows[0]["score"]["total"] == rows[0]["score"]["urgency"] * 8


def test_it_presses_no_more_once_the_client_stays(two):
    stage, owner = two
    leaving_id = new_id()
    leave(stage, LeavingStarted, leaving_id, days=9)

    leave(stage, LeavingWithdrawn, leaving_id, days=9)

    assert scores(stage, owner)["odchodzi"] == {"work_left": 3}


def test_it_presses_more_as_the_days_go_by(two):
    stage, owner = two
    leave(stage, LeavingStarted, new_id(), days=9)

    weigh(stage)
    same = scores(stage, owner)["odchodzi"]["leaving"]
    with time_machine.travel(today() + timedelta(days=7), tick=False):
        weigh(stage)
    later = scores(stage, owner)["odchodzi"]["leaving"]

    assert (same, later) == (5, 12)


def test_a_month_that_begins_later_has_its_part_too(two):
    stage, owner = two
    leave(stage, LeavingStarted, new_id(), days=9)

    stage.post(f"/v1/bureaus/biuro500/clients/odchodzi/months/{_earlier()}/complete", owner)

    answer = stage.get(f"{WORK}?month={_earlier()}", owner).json["items"]
    assert {"what": "leaving", "points": 5} in answer[0]["score"]["missing"]


def _earlier():
    return last_month(LAST)


@pytest.mark.parametrize(("left", "points"), [(30, 4), (10, 4), (9, 5), (1, 13), (0, 14), (-3, 14)])
def test_on_the_last_day_it_outweighs_all_else(left, points):
    day = date(2026, 11, 24)

    assert leaving_points(day + timedelta(days=left), day) == points
