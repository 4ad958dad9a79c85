"""A month goes from open to closed, step by step, and back only for a reason."""

from types import SimpleNamespace

import pytest

from services.bureau.days import last_month, month_of, next_month, today
from services.bureau.months.lifecycle import CLOSED, COMPLETE, IN_WORK, LIFECYCLE, OPEN
from shared.lifecycle import START, StepRefused

CLIENTS = "/v1/bureaus/biuro500/clients"
NOW = month_of(today())
LAST = last_month(NOW)
MONTHS = f"{CLIENTS}/acme/months"
FACTS = {"month_id": "m", "client_id": "c", "account_id": "a", "bureau_id": "b", "month": LAST}


def a_month(state, reason=None):
    return SimpleNamespace(state=state, reason=reason)


@pytest.mark.parametrize(
    ("trigger", "source", "dest"),
    [
        ("begin", START, OPEN),
        ("complete", OPEN, COMPLETE),
        ("take_up", COMPLETE, IN_WORK),
        ("close", IN_WORK, CLOSED),
        ("reopen", COMPLETE, OPEN),
        ("reopen", IN_WORK, OPEN),
        ("reopen", CLOSED, OPEN),
    ],
)
def test_each_step_of_the_table_leads_where_it_says(trigger, source, dest):
    month = a_month(source, reason="doszła faktura")
    more = {"reason": "doszła faktura"} if trigger == "reopen" else {}

    LIFECYCLE.fire(month, trigger, **FACTS, **more)

    assert month.state is dest


@pytest.mark.parametrize("source", [COMPLETE, IN_WORK, CLOSED])
def test_nothing_is_opened_again_without_a_reason(source):
    with pytest.raises(StepRefused):
        LIFECYCLE.fire(a_month(source), "reopen", **FACTS, reason="")


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.client("acme")
    return owner


def go(stage, who, step, month=LAST, client="acme", **body):
    return stage.post(f"{CLIENTS}/{client}/months/{month}/{step}", who, body or None)


def test_a_month_lives_its_life_and_every_step_is_announced(stage, owner):
    states = [go(stage, owner, step).json["state"] for step in ("complete", "take_up", "close")]
    again = go(stage, owner, "reopen", reason="Doszła faktura kosztowa")

    assert states == ["complete", "in_work", "closed"]
    assert (again.json["state"], again.json["reason"]) == ("open", "Doszła faktura kosztowa")
    for fact in ("opened", "completed", "taken_up", "closed", "reopened"):
        (said,) = stage.said(f"bureau.month.{fact}.v1")
        assert (said["month"], said["client_id"]) == (LAST, stage.links["acme"])
    assert [item["month"] for item in stage.get(MONTHS, owner).json["items"]] == [LAST]


def test_a_step_out_of_turn_is_refused(stage, owner):
    answer = go(stage, owner, "close")

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert stage.get(MONTHS, owner).json["items"] == []


def test_the_clients_own_people_say_that_everything_is_there_and_no_more(stage, owner):
    person = stage.owners["acme"]

    complete = go(stage, person, "complete")
    take_up = go(stage, person, "take_up")

    assert (complete.status_code, complete.json["state"]) == (200, "complete")
    assert (take_up.status_code, take_up.json["code"]) == (404, "not_found")


def test_another_firms_people_and_another_bureaus_client_are_told_nothing(stage, owner):
    stranger = stage.open_account("obca")
    stage.bureau("biuro600")

    other_firm = go(stage, stranger, "complete")
    other_bureau = stage.post(
        f"/v1/bureaus/biuro600/clients/acme/months/{LAST}/complete", stage.owners["acme"]
    )

    assert (other_firm.status_code, other_bureau.status_code) == (404, 404)


@pytest.mark.parametrize("month", [next_month(NOW), "2026-13", "kiedyś", "1999-01"])
def test_a_month_that_has_not_begun_is_not_there(stage, owner, month):
    assert go(stage, owner, "complete", month).status_code == 404


def test_the_months_of_a_linked_client_are_not_the_bureaus_business(stage, owner):
    stage.open_account("podpieta")
    stage.link("podpieta")

    answer = go(stage, owner, "complete", client="podpieta")
    stage.open_months()

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert stage.get(f"{CLIENTS}/podpieta/months", owner).status_code == 409
    assert {said["client_id"] for said in stage.said("bureau.month.opened.v1")} == {
        stage.links["acme"]
    }


def test_this_month_and_the_last_one_are_opened_once_for_each_client(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau()
    for prefix in ("acme", "sklep"):
        stage.client(prefix)

    for _ in range(3):
        stage.open_months()

    for prefix in ("acme", "sklep"):
        items = stage.get(f"{CLIENTS}/{prefix}/months", owner).json["items"]
        assert [(i["month"], i["state"]) for i in items] == [(NOW, "open"), (LAST, "open")]
    assert len(stage.said("bureau.month.opened.v1")) == 4
