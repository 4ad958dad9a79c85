import pytest

CLIENTS = "/v1/bureaus/biuro500/clients"
DESK = f"{CLIENTS}/acme/desk"


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.client("acme")
    return owner


def test_nothing_is_noted_until_somebody_writes(stage, owner):
    empty = {"own_number": None, "note": None, "tags": [], "version": 0, "blockers": []}

    assert stage.get(DESK, owner).json == empty


def test_number_note_and_tags_are_kept_whole(stage, owner):
    body = {"own_number": "K/17", "note": "Dzwonić po 12.", "tags": ["VAT", "ryczałt", "vat"]}

    answer = stage.call("PUT", DESK, owner, body)
    stage.call("PUT", DESK, owner, {"tags": ["ryczałt"]})

    assert answer.json["tags"] == ["ryczałt", "vat"]
    assert (answer.json["own_number"], answer.json["note"]) == ("K/17", "Dzwonić po 12.")
    last = stage.get(DESK, owner).json
    assert (last["own_number"], last["note"], last["tags"]) == (None, None, ["ryczałt"])


def test_who_looks_after_the_client_may_write_and_who_does_not_sees_nothing(stage, owner):
    member, other = (stage.worker("biuro500", "member") for _ in range(2))
    stage.call("PUT", f"{CLIENTS}/acme/assignments", owner, {"user_ids": [member.id]})

    written = stage.call("PUT", DESK, member, {"note": "ja"})
    hidden = stage.call("PUT", DESK, other, {"note": "nie ja"})

    assert (written.status_code, hidden.status_code) == (200, 404)


def test_two_who_write_at_once_are_told_apart_by_the_version(stage, owner):
    first = stage.call("PUT", DESK, owner, {"note": "raz"})
    version = first.json["version"]
    stage.call("PUT", DESK, owner, {"note": "dwa"})

    late = stage.call("PUT", DESK, owner, {"note": "trzy"}, If_Match=f'"{version}"')

    assert (late.status_code, late.json["code"]) == (412, "version_conflict")


def test_a_client_has_a_few_tags_and_not_a_hundred(stage, owner):
    answer = stage.call("PUT", DESK, owner, {"tags": [f"t{n}" for n in range(21)]})

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert stage.get(DESK, owner).json["tags"] == []


def test_nothing_is_noted_about_a_client_that_has_left(stage, owner):
    stage.post(f"{CLIENTS}/acme/detach", owner)

    answer = stage.call("PUT", DESK, owner, {"note": "za późno"})

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_linking_again_starts_with_an_empty_desk(stage, owner):
    stage.call("PUT", DESK, owner, {"note": "dawno temu"})
    stage.post(f"{CLIENTS}/acme/detach", owner)

    stage.client("acme")

    assert stage.get(DESK, owner).json["note"] is None
