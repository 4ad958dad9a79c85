"""A bureau in figures: each month as it stood at its end."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from services.bureau.days import month_of, today
from services.bureau.module.models import SeatMovement
from shared.history import history

FIGURES = "/v1/bureaus/biuro500/figures"
NOW = month_of(today())


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


def items(stage, who, query=""):
    answer = stage.get(f"{FIGURES}{query}", who)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_a_year_is_shown_unless_something_else_is_asked_for(stage):
    owner = stage.bureau()

    usual = items(stage, owner)
    two = items(stage, owner, "?from=2026-01&to=2026-02")

    assert (len(usual), usual[-1]["month"]) == (12, NOW)
    assert [item["month"] for item in two] == ["2026-01", "2026-02"]


def test_clients_and_seats_are_counted_as_they_stood(stage):
    owner = stage.bureau()
    stage.open_account("podpieta")
    stage.link("podpieta")
    stage.client("czynna")
    stage.created_client("nasza", owner)
    stage.created_client("oddana", owner)
    stage.change_owner("oddana")
    stage.client("dawna")
    stage.post("/v1/bureaus/biuro500/clients/dawna/detach", owner)

    *_, before, now = items(stage, owner)

    assert before["clients"] == {"linked": 0, "active": 0, "handed_over": 0}
    assert now["clients"] == {"linked": 1, "active": 2, "handed_over": 1}
    assert (before["seats"], now["seats"]) == (0, 2)


def test_what_happened_long_ago_still_stands(stage):
    owner = stage.bureau()
    stage.created_client("nasza", owner)
    then = datetime(2026, 1, 15, tzinfo=UTC)
    with stage.sessions.begin() as session:
        session.execute(update(history).values(at=then))
        session.execute(update(SeatMovement).values(at=then))

    found = items(stage, owner, "?from=2025-12&to=2026-02")

    assert [item["clients"]["active"] for item in found] == [0, 1, 1]
    assert [item["seats"] for item in found] == [0, 1, 1]


def at(stage, moment):
    """Let all that was not dated before have happened at this moment."""
    with stage.sessions.begin() as session:
        undated = history.c.at > datetime(2026, 10, 1, tzinfo=UTC)
        session.execute(update(history).where(undated).values(at=moment))


def test_documents_and_exports_are_those_of_clients_whose_documents_were_open_then(stage):
    owner = stage.bureau()
    stage.client("czynna")
    stage.open_account("podpieta")
    stage.link("podpieta")
    at(stage, datetime(2026, 2, 10, tzinfo=UTC))
    for prefix in ("czynna", "podpieta"):
        stage.document(prefix, issued="2026-01-31")
        stage.document(prefix, issued="2026-03-05")
        stage.document(prefix, issued="2026-03-06", income=False)
    stage.exported("czynna", "podpieta")

    january, february, march = items(stage, owner, "?from=2026-01&to=2026-03")

    assert january["documents"] == {"sales": 0, "costs": 0}
    assert february["documents"] == {"sales": 0, "costs": 0}
    assert march["documents"] == {"sales": 1, "costs": 1}
    assert items(stage, owner)[-1]["exports"] == 1


def test_a_month_that_is_over_stays_as_it_was_whatever_becomes_of_the_client(stage):
    owner = stage.bureau()
    stage.client("dawna")
    at(stage, datetime(2026, 2, 10, tzinfo=UTC))
    stage.document("dawna", issued="2026-03-05")
    stage.document("dawna", issued="2026-05-05")
    before = items(stage, owner, "?from=2026-01&to=2026-06")
    stage.post("/v1/bureaus/biuro500/clients/dawna/detach", owner)
    at(stage, datetime(2026, 4, 10, tzinfo=UTC))

    after = items(stage, owner, "?from=2026-01&to=2026-06")

    assert after[:3] == before[:3]
    assert [month["documents"]["sales"] for month in before] == [0, 0, 1, 0, 1, 0]
    assert [month["documents"]["sales"] for month in after] == [0, 0, 1, 0, 0, 0]
    assert [month["clients"]["active"] for month in after] == [0, 1, 1, 0, 0, 0]


def test_a_client_that_came_back_counts_in_both_its_times_and_once(stage):
    owner = stage.bureau()
    stage.client("dawna")
    at(stage, datetime(2026, 2, 10, tzinfo=UTC))
    stage.post("/v1/bureaus/biuro500/clients/dawna/detach", owner)
    at(stage, datetime(2026, 2, 20, tzinfo=UTC))
    stage.client("dawna")
    at(stage, datetime(2026, 2, 25, tzinfo=UTC))
    stage.document("dawna", issued="2026-02-05")

    (february,) = items(stage, owner, "?from=2026-02&to=2026-02")

    assert february["documents"]["sales"] == 1
    assert february["clients"]["active"] == 1


def test_a_month_begins_at_midnight_in_poland(stage):
    owner = stage.bureau()
    stage.client("czynna")
    at(stage, datetime(2026, 1, 31, 23, 30, tzinfo=UTC))

    january, february = items(stage, owner, "?from=2026-01&to=2026-02")

    assert (january["clients"]["active"], february["clients"]["active"]) == (0, 1)


@pytest.mark.parametrize(
    "query",
    ["?from=2026-02&to=2026-01", "?from=2020-01&to=2026-01", "?from=soon", "?to=2026-00"],
)
def test_a_period_that_makes_no_sense_is_refused(stage, query):
    owner = stage.bureau()

    assert stage.get(f"{FIGURES}{query}", owner).status_code == 422


def test_figures_are_for_those_who_lead(stage):
    stage.bureau()
    member = stage.worker("biuro500", "member")

    assert stage.get(FIGURES, member).status_code == 403
