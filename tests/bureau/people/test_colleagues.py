"""Who the bureau's people are, and how many clients each has."""

import pytest

from shared.contracts.accounts import RolesChanged
from shared.ids import new_id

PEOPLE = "/v1/bureaus/biuro500/people"


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def owner(stage):
    return stage.bureau()


def called(stage, owner):
    return [each["name"] for each in stage.get(PEOPLE, owner).json["items"]]


def test_people_are_listed_by_name_with_their_clients(stage, owner):
    carer = stage.worker("biuro500", "member", name="Member A")
    for client in ("acme", "sklep"):
        stage.client(client)
        stage.call(
            "PUT",
            f"/v1/bureaus/biuro500/clients/{client}/assignments",
            owner,
            {"user_ids": [carer.id, owner.id], "carer": carer.id},
        )

    items = stage.get(PEOPLE, owner).json["items"]

    assert [(each["name"], each["role"]) for each in items] == [
        ("Member A", "member"),
        ("Owner", "owner"),
    ]
    assert [(each["clients"], each["carer"], each["deputy"]) for each in items] == [
        (2, 2, 0),
        (2, 0, 0),
    ]


def test_who_is_called_otherwise_and_who_left_is_known_at_once(stage, owner):
    worker = stage.worker("biuro500", "member")

    stage.hear_roles(worker, "Another name", version=2)
    assert called(stage, owner) == ["Another name", "Owner"]

    worker.roles = {}
    stage.hear_roles(worker, "Another name", version=3)
    assert called(stage, owner) == ["Owner"]


def test_neither_an_accountant_nor_a_token_is_one_of_the_people(stage, owner):
    stage.worker("biuro500", "accountant")
    roles = {stage.accounts["biuro500"]: "admin"}
    stage.hear(RolesChanged(user_id=new_id(), roles_version=1, roles=roles))

    assert called(stage, owner) == ["Owner"]


def test_a_member_does_not_see_who_else_works_there(stage, owner):
    member = stage.worker("biuro500", "member")

    assert stage.get(PEOPLE, member).status_code == 403
