"""“Dostęp dla księgowego”: one accountant from outside, without a bureau."""

from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, Someone, World

ACCESS = "/v1/accounts/acme/accountant_access"
EWA = "ewa@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def let_in(owner: Someone, email: str = EWA, **more: Any) -> Any:
    return owner.put(ACCESS, {"email": email} | more)


def accepted(world: World, email: str = EWA) -> Someone:
    token = world.mailed(email, "accountant_access")["token"]
    body = {"name": "Ewa", "password": PASSWORD}
    answer = world.nobody.post(f"/v1/invitations/{token}/accept", body)
    assert answer.status_code == 200, answer.text
    return world.sign_in(email)


def test_the_accountant_sets_a_password_and_sees_the_account(world: World, owner: Someone) -> None:
    invited = let_in(owner, title="Zapraszam", message="Pani Ewo, proszę o księgowanie.")

    ewa = accepted(world)

    assert invited.status_code == 201
    assert (invited.json["purpose"], invited.json["state"]) == ("accountant_access", "open")
    assert "token" not in invited.json
    assert world.mailed(EWA, "accountant_access")["title"] == "Zapraszam"
    assert ewa.get("/v1/accounts/acme").status_code == 200
    assert ewa.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 403


def test_a_disconnected_accountant_is_out_at_once(world: World, owner: Someone) -> None:
    let_in(owner)
    ewa = accepted(world)

    codes = [owner.delete(ACCESS).status_code for _ in range(2)]

    assert codes == [204, 204]
    assert ewa.get("/v1/accounts/acme").status_code == 404
    assert world.said("accounts.user.roles_changed.v1")[-1]["roles"] == {}


def test_another_accountant_replaces_the_first(world: World, owner: Someone) -> None:
    let_in(owner)
    ewa = accepted(world)

    let_in(owner, "ola@example.com")
    ola = accepted(world, "ola@example.com")

    assert ewa.get("/v1/accounts/acme").status_code == 404
    assert ola.get("/v1/accounts/acme").status_code == 200


def test_inviting_again_makes_the_first_link_useless(world: World, owner: Someone) -> None:
    let_in(owner)
    first = world.mailed(EWA, "accountant_access")["token"]

    let_in(owner)

    assert world.nobody.get(f"/v1/invitations/{first}").json["state"] == "withdrawn"
    accepted(world)


def test_whoever_has_a_role_already_needs_no_access(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")

    refused = let_in(owner, admin.email)

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_an_accountant_who_was_raised_is_not_disconnected_with_the_access(
    world: World, owner: Someone
) -> None:
    let_in(owner)
    ewa = accepted(world)
    owner.patch(f"/v1/accounts/acme/users/{ewa.id}", {"role": "admin"})

    owner.delete(ACCESS)

    assert ewa.get("/v1/accounts/acme/users").status_code == 200
