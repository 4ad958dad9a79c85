"""A client that leaves by itself shows by when its account is to be handed over."""

import pytest

from shared.contracts.account_endings import (
    LeavingCompleted,
    LeavingHandedOver,
    LeavingStarted,
    LeavingStopped,
    LeavingWithdrawn,
)
from shared.ids import new_id

CLIENTS = "/v1/bureaus/biuro500/clients"
SINCE, DEADLINE = "2026-11-02T09:00:00.000000Z", "2026-11-17T23:00:00.000000Z"


def facts(stage, leaving_id, prefix="nowa"):
    return {
        "leaving_id": leaving_id,
        "account_id": stage.accounts[prefix],
        "bureau_id": stage.accounts["biuro500"],
        "link_id": stage.links[prefix],
        "since": SINCE,
        "deadline": DEADLINE,
    }


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    return owner


def test_a_client_that_stays_shows_nothing(stage, owner):
    assert stage.seen("nowa", owner)["leaving"] is None


def test_the_client_shows_by_when_to_hand_over(stage, owner):
    before = stage.seen("nowa", owner)["version"]

    stage.hear(LeavingStarted(**facts(stage, new_id())))

    seen = stage.seen("nowa", owner)
    assert seen["leaving"] == {
        "state": "started",
        "since": SINCE,
        "deadline": DEADLINE,
        "reason": None,
    }
    assert seen["version"] > before
    (listed,) = stage.get(CLIENTS, owner).json["items"]
    assert listed["leaving"]["deadline"] == DEADLINE


@pytest.mark.parametrize(
    ("message", "state"),
    [
        (LeavingHandedOver, "handed_over"),
        (LeavingWithdrawn, "withdrawn"),
        (LeavingCompleted, "completed"),
    ],
)
def test_the_client_shows_what_became_of_it(stage, owner, message, state):
    leaving = facts(stage, new_id())
    stage.hear(LeavingStarted(**leaving))

    stage.hear(message(**leaving))

    assert stage.seen("nowa", owner)["leaving"]["state"] == state


def test_the_client_shows_why_an_operator_stopped_it(stage, owner):
    leaving = facts(stage, new_id())
    stage.hear(LeavingStarted(**leaving))

    stage.hear(LeavingStopped(**leaving, reason_code="court_order", reason="A court forbade it."))

    shown = stage.seen("nowa", owner)["leaving"]
    assert (shown["state"], shown["reason"]) == ("stopped", "A court forbade it.")


def test_late_news_of_a_leaving_before_do_not_hide_the_one_that_goes_on(stage, owner):
    first, second = sorted((new_id(), new_id()))
    stage.hear(LeavingStarted(**facts(stage, second)))

    stage.hear(LeavingWithdrawn(**facts(stage, first)))

    assert stage.seen("nowa", owner)["leaving"]["state"] == "started"
