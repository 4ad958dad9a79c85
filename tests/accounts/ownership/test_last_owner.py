"""The last owner neither leaves nor is lowered, by whatever way in."""

from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, Someone, World, a_sign_up

PATH = "/v1/accounts/acme"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def is_owner(world: World, person: Someone) -> bool:
    account = person.get(PATH).json
    users = person.get(f"{PATH}/users").json["items"]
    owners = [user["id"] for user in users if user["role"] == "owner"]
    return (account["owner"]["id"], owners) == (person.id, [person.id])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("DELETE", "/users/{id}", None, 409),
        ("PATCH", "/users/{id}", {"role": "member"}, 409),
        ("POST", "/users", {"email": "acme@example.com", "role": "member"}, 409),
        ("POST", "/users", {"email": "acme@example.com", "role": "member", "invite": True}, 409),
        (
            "POST",
            "/users",
            {"email": "acme@example.com", "role": "member", "password": PASSWORD},
            409,
        ),
        ("PUT", "/accountant_access", {"email": "acme@example.com"}, 409),
        ("PUT", "/accountant_access", {"email": "ACME@example.com"}, 409),
        ("DELETE", "/accountant_access", None, 204),
        ("POST", "/ownership_transfers", {"email": "acme@example.com"}, 422),
    ],
)
def test_no_request_lowers_the_owner(
    world: World, owner: Someone, method: str, path: str, body: Any, status: int
) -> None:
    answer = owner.send(method, PATH + path.format(id=owner.id), body)

    assert answer.status_code == status, answer.text
    assert is_owner(world, owner)


@pytest.mark.parametrize("way", ["membership", "accountant_access"])
def test_an_older_invitation_does_not_lower_who_owns_the_account_by_now(
    world: World, owner: Someone, way: str
) -> None:
    email = "later@example.com"
    if way == "membership":
        body = {"email": email, "role": "member", "invite": True}
        owner.post(f"{PATH}/users", body)
    else:
        owner.put(f"{PATH}/accountant_access", {"email": email})
    token = world.mailed(email, way)["token"]
    owner.post(f"{PATH}/ownership_transfers", {"email": email})
    own = world.mailed(email, "ownership")["token"]
    given = {"name": "Later", "password": PASSWORD}
    assert world.nobody.post(f"/v1/invitations/{own}/accept", given).status_code == 200
    later = world.sign_in(email)

    answers = [
        later.post(f"/v1/invitations/{token}/accept"),
        owner.delete(f"{PATH}/accountant_access"),
    ]

    assert [a.status_code for a in answers] == [409, 204]
    assert is_owner(world, later)


def test_signing_up_for_another_account_leaves_this_one_as_it_is(
    world: World, owner: Someone
) -> None:
    second = world.nobody.post("/v1/accounts", a_sign_up("second", owner.email))

    assert second.status_code == 201
    assert is_owner(world, owner)
