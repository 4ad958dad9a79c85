"""The API of stuck work: what operators see, decide and leave behind, in every service."""

import pytest

from shared.ids import new_id
from tests.stuck.conftest import Desk

STEPS = ("replay", "drop", "skip")


def test_an_operator_sees_what_is_stuck_and_one_message_with_its_body(desk: Desk) -> None:
    number = desk.a_dead_letter()

    listed = desk.get(desk.stuck).json["items"]
    one = desk.get(f"{desk.stuck}/{number}").json

    assert [(row["id"], row["state"]) for row in listed] == [
        (number, "dead"),
        (desk.reader.ids["3"], "gap"),
    ]
    assert listed[0]["name"] == "notes.note.written.v1"
    assert (listed[0]["subject"], listed[0]["subject_version"]) == ("note/n", 2)
    assert (listed[0]["error"], listed[0]["attempts"]) == ("RuntimeError: can't bear 2", 1)
    assert "body" not in listed[0]
    assert one["message"] == listed[0]
    assert '"text":"2"' in one["body"]
    assert one["trace"].startswith("Traceback")
    assert (one["allowed"], one["behind"]) == (["replay", "drop"], 1)


def test_a_page_of_the_list_leads_to_the_next(desk: Desk) -> None:
    desk.a_dead_letter()

    page = desk.get(f"{desk.stuck}?limit=1").json
    rest = desk.get(f"{desk.stuck}?limit=1&cursor={page['next']}").json

    assert (page["items"][0]["state"], rest["items"][0]["state"]) == ("dead", "gap")
    assert rest["next"] is None
    assert desk.get(f"{desk.stuck}?cursor=x").status_code == 422
    assert desk.get(f"{desk.stuck}?state=lost").status_code == 422


def test_a_replayed_message_has_its_effect_and_stays_known_with_the_reason(desk: Desk) -> None:
    number = desk.a_dead_letter()
    desk.reader.unbearable = set()

    answer = desk.post(f"{desk.stuck}/{number}/replay")
    desk.reader.go_on()

    assert answer.status_code == 200
    assert desk.reader.effects == ["1", "2", "3"]
    assert desk.get(desk.stuck).json["items"] == []
    (decided,) = desk.get(f"/v1/desk/{desk.service}/decisions").json["items"]
    assert decided == answer.json["message"]
    assert (decided["state"], decided["settled_why"]) == ("replayed", "the cause is mended")
    assert decided["settled_by"].startswith("operator/")
    assert decided["settled_at"]


def test_a_dropped_message_lets_the_others_go_on(desk: Desk) -> None:
    number = desk.a_dead_letter()

    assert desk.post(f"{desk.stuck}/{number}/drop").json["message"]["state"] == "dropped"
    desk.reader.go_on()

    assert desk.reader.effects == ["1", "3"]


def test_what_is_missing_is_left_out(desk: Desk) -> None:
    desk.reader.take("late", first=3)
    late = f"{desk.stuck}/{desk.reader.ids['late']}"
    assert desk.get(late).json["missing"] == {"first": 1, "last": 2}

    answer = desk.post(f"{late}/skip")
    desk.reader.go_on()

    assert answer.json["message"]["state"] == "skipped"
    assert desk.reader.effects == ["late"]


def test_what_is_over_is_refused_and_a_repeat_gets_the_first_answer(desk: Desk) -> None:
    number = desk.a_dead_letter()
    key = {"Idempotency-Key": new_id()}

    first, again = (desk.post(f"{desk.stuck}/{number}/drop", headers=key) for _ in range(2))
    others = [desk.post(f"{desk.stuck}/{number}/{step}") for step in STEPS]

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    assert [(a.status_code, a.json["code"]) for a in others] == [(409, "step_refused")] * 3
    assert len(desk.get(f"/v1/desk/{desk.service}/decisions").json["items"]) == 1


def test_its_turn_has_not_come(desk: Desk) -> None:
    number = desk.a_dead_letter()
    behind = f"{desk.stuck}/{desk.reader.ids['3']}"

    answers = [desk.post(f"{behind}/{step}") for step in STEPS]

    assert [(a.status_code, a.json["code"]) for a in answers] == [(409, "step_refused")] * 3
    assert desk.get(behind).json["ahead"] == number


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}])
def test_a_reason_is_demanded(desk: Desk, body: dict[str, str]) -> None:
    number = desk.a_dead_letter()

    answer = desk.post(f"{desk.stuck}/{number}/drop", body=body)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/reason"
    assert len(desk.get(f"{desk.stuck}?state=dead").json["items"]) == 1


def test_to_all_others_there_is_nothing(desk: Desk) -> None:
    number = desk.a_dead_letter()
    reads = (desk.stuck, f"{desk.stuck}/{number}", f"/v1/desk/{desk.service}/decisions")
    steps = [f"{desk.stuck}/{number}/{step}" for step in STEPS]

    for token, code in ((desk.stranger, 404), ("", 401)):
        answers = [desk.get(path, token) for path in reads]
        answers += [desk.post(path, token) for path in steps]
        assert [a.status_code for a in answers] == [code] * 6
        assert not any("note" in a.text or "can't bear" in a.text for a in answers)
    assert len(desk.get(f"{desk.stuck}?state=dead").json["items"]) == 1


def test_an_unknown_message_is_not_there(desk: Desk) -> None:
    for unknown in ("7000", new_id(), "nothing"):
        assert desk.get(f"{desk.stuck}/{unknown}").status_code == 404
        assert desk.post(f"{desk.stuck}/{unknown}/replay").status_code == 404


def test_the_api_describes_itself(desk: Desk) -> None:
    paths = desk.get("/openapi.json", "").json["paths"]

    assert desk.stuck in paths
    for step in STEPS:
        assert "post" in paths[f"{desk.stuck}/{{stuck}}/{step}"]
