"""Who leaves a bureau leaves no client without a carer; where it does, the bureau is told."""

import pytest

from shared.contracts.accounts import RolesChanged

CLIENTS = "/v1/bureaus/biuro500/clients"
PEOPLE = "/v1/bureaus/biuro500/people"


@pytest.fixture
def owner(stage_on_each):
    owner = stage_on_each.bureau()
    stage_on_each.client("acme")
    stage_on_each.client("sklep")
    stage_on_each.open_months()
    return owner


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def carer(stage, owner):
    """Who is the carer of both clients."""
    carer = stage.worker("biuro500", "member").id
    for client in ("acme", "sklep"):
        care(stage, owner, client, carer)
    return carer


def care(stage, owner, client, carer):
    body = {"user_ids": [carer], "carer": carer}
    answer = stage.call("PUT", f"{CLIENTS}/{client}/assignments", owner, body)
    assert answer.status_code == 200, answer.json


def carer_of(stage, owner, client):
    return stage.get(f"{CLIENTS}/{client}/assignments", owner).json["carer"]


def leaves(stage, person, version=2):
    """Accounts says that the person is none of the bureau's people any more."""
    stage.hear(RolesChanged(user_id=person, roles_version=version, roles={}))


def waiting(stage, owner):
    return stage.get("/v1/bureaus/biuro500/orphans", owner).json["items"]


def test_before_somebody_leaves_the_bureau_sees_what_is_to_be_done(stage, owner, carer):
    heir = stage.worker("biuro500", "member").id

    before = stage.get(f"{PEOPLE}/{carer}", owner).json
    stage.call("PUT", f"{PEOPLE}/{carer}/successor", owner, {"carer": heir})
    after = stage.get(f"{PEOPLE}/{carer}", owner).json

    assert [client["prefix"] for client in before["clients"]] == ["acme", "sklep"]
    (blocker,) = before["blockers"]
    assert "acme, sklep" in blocker["detail"]
    assert blocker["fix"].endswith(f"{PEOPLE}/{carer}/successor")
    assert after["blockers"] == []
    assert after["successor"]["carer"] == heir


def test_the_named_successor_takes_over_at_once_and_nobody_is_left_waiting(stage, owner, carer):
    heir, other = (stage.worker("biuro500", "member").id for _ in range(2))
    named = {"carer": heir, "carers": {"sklep": other}}
    stage.call("PUT", f"{PEOPLE}/{carer}/successor", owner, named)
    assert carer_of(stage, owner, "acme") == carer

    leaves(stage, carer)

    assert carer_of(stage, owner, "acme") == heir
    assert carer_of(stage, owner, "sklep") == other
    assert waiting(stage, owner) == []
    assert stage.said("bureau.carer.left.v1") == []
    assert stage.get(f"{PEOPLE}/{carer}/successor", owner).status_code == 404


def test_clients_without_an_heir_wait_and_the_bureau_is_told_once(stage, owner, carer):
    leaves(stage, carer)
    leaves(stage, carer, version=3)

    first, second = waiting(stage, owner)
    assert (first["prefix"], first["former_carer"]) == ("acme", carer)
    assert second["fix"].endswith(f"{CLIENTS}/sklep/assignments")
    assert [said["clients"] for said in stage.said("bureau.carer.left.v1")] == [2]
    module = stage.get("/v1/bureaus/biuro500/module", owner).json
    assert [warning["kind"] for warning in module["warnings"]] == ["carers"]
    desk = stage.get(f"{CLIENTS}/acme/desk", owner).json
    assert desk["blockers"][0]["fix"].endswith(f"{CLIENTS}/acme/assignments")


def test_a_client_that_waits_for_a_carer_comes_first_until_it_has_one(stage, owner, carer):
    stage.client("spokojna")
    stage.open_months()
    leaves(stage, carer)
    rows = stage.get("/v1/bureaus/biuro500/work", owner).json["items"]
    assert {row["prefix"] for row in rows[:2]} == {"acme", "sklep"}
    assert {"what": "no_carer", "points": 4} in rows[0]["score"]["missing"]

    heir = stage.worker("biuro500", "member").id
    care(stage, owner, "acme", heir)

    assert [client["prefix"] for client in waiting(stage, owner)] == ["sklep"]
    rows = stage.get("/v1/bureaus/biuro500/work", owner).json["items"]
    assert rows[0]["prefix"] == "sklep"
    assert stage.get(f"{CLIENTS}/acme/desk", owner).json["blockers"] == []


def test_all_clients_of_who_is_gone_are_given_to_another_at_once(stage, owner, carer):
    heir = stage.worker("biuro500", "member").id
    leaves(stage, carer)

    answer = stage.post(f"{PEOPLE}/{carer}/replace", owner, {"carer": heir})

    assert answer.json == {"clients": ["acme", "sklep"]}
    assert carer_of(stage, owner, "sklep") == heir
    assert waiting(stage, owner) == []


def test_a_successor_who_has_left_too_takes_over_nothing(stage, owner, carer):
    heir = stage.worker("biuro500", "member").id
    stage.call("PUT", f"{PEOPLE}/{carer}/successor", owner, {"carer": heir})
    leaves(stage, heir)

    leaves(stage, carer)

    assert len(waiting(stage, owner)) == 2


@pytest.mark.parametrize("whom", ["themselves", "stranger", "nobody"])
def test_a_successor_is_somebody_else_of_the_bureau(stage, owner, carer, whom):
    stranger = "0190-stranger"
    body = {"themselves": {"carer": carer}, "stranger": {"carer": stranger}, "nobody": {}}[whom]

    answer = stage.call("PUT", f"{PEOPLE}/{carer}/successor", owner, body)

    assert answer.status_code == 422
    pointers = [error["pointer"] for error in answer.json["errors"]]
    assert pointers == ["/carers/acme", "/carers/sklep"]


def test_a_succession_can_be_taken_back(stage, owner, carer):
    heir = stage.worker("biuro500", "member").id
    stage.call("PUT", f"{PEOPLE}/{carer}/successor", owner, {"carer": heir})

    gone = stage.call("DELETE", f"{PEOPLE}/{carer}/successor", owner)
    again = stage.call("DELETE", f"{PEOPLE}/{carer}/successor", owner)
    leaves(stage, carer)

    assert (gone.status_code, again.status_code) == (204, 404)
    assert len(waiting(stage, owner)) == 2


def test_a_client_that_is_detached_waits_for_nobody(stage, owner, carer):
    leaves(stage, carer)

    stage.post(f"{CLIENTS}/acme/detach", owner)

    assert [client["prefix"] for client in waiting(stage, owner)] == ["sklep"]


def test_members_arrange_no_succession_and_strangers_are_no_people(stage, owner, carer):
    member = stage.worker("biuro500", "member")

    assert stage.get(f"{PEOPLE}/{carer}", member).status_code == 403
    assert stage.get("/v1/bureaus/biuro500/orphans", member).status_code == 403
    assert stage.get(f"{PEOPLE}/{member.id}", owner).status_code == 200
    assert stage.get(f"{PEOPLE}/somebody", owner).status_code == 404
