"""Nobody rises by a custom role: whoever has `settings` gives what they may do themselves."""

import pytest

from shared.contracts.bureau import ClientAssigned
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.roles.given import (
    DOCUMENTS,
    EWA,
    ROLES,
    TOKENS,
    USERS,
    a_role,
    with_permissions,
    with_role,
)


@pytest.mark.parametrize("role", ["admin", "member", "accountant"])
def test_nobody_gives_a_role_that_may_more_than_they(
    world: World, owner: Someone, clerk: Someone, role: str
) -> None:
    other = world.with_role(owner, "acme", "member")
    body = {"email": "eve@example.com", "role": role, "password": PASSWORD}

    refused = [
        clerk.post(USERS, body),
        clerk.post(USERS, {"email": "eve@example.com", "role": role}),
        clerk.patch(f"{USERS}/{clerk.id}", {"role": role}),
        clerk.patch(f"{USERS}/{other.id}", {"role": role}),
        clerk.post(TOKENS, {"name": "shop", "role": role}),
    ]

    assert [(a.status_code, a.json["code"]) for a in refused] == [(403, "forbidden")] * 5
    assert "eve@example.com" not in {u["email"] for u in owner.get(USERS).json["items"]}


def test_an_api_token_of_no_stated_role_is_no_way_up(clerk: Someone) -> None:
    assert clerk.post(TOKENS, {"name": "shop"}).status_code == 403


def test_nobody_makes_an_owner_without_being_one(world: World, clerk: Someone) -> None:
    offered = clerk.post("/v1/accounts/acme/ownership_transfers", {"email": clerk.email})
    added = clerk.post(USERS, {"email": "eve@example.com", "role": "owner"})

    assert (offered.status_code, added.status_code) == (403, 422)


def test_nobody_writes_into_a_role_what_they_may_not_do(owner: Someone, clerk: Someone) -> None:
    mine = owner.get(ROLES).json["items"][0]["id"]

    raised = clerk.patch(
        f"{ROLES}/{mine}", {"permissions": ["see_documents", "settings", "export"]}
    )
    made = clerk.post(ROLES, {"name": "Wszystko", "permissions": ["export"]})
    given = clerk.post(ROLES, {"name": "Podgląd", "permissions": ["see_documents"]})

    assert [a.status_code for a in (raised, made, given)] == [403, 403, 201]


def test_nobody_lets_an_accountant_export_who_may_not(world: World, clerk: Someone) -> None:
    world.bureau("biuro500")
    clerk.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro500"})

    invited = clerk.put("/v1/accounts/acme/accountant_access", {"email": "eve@example.com"})
    bureau = clerk.post(USERS, {"bureau_prefix": "biuro500", "role": "accountant"})

    assert (invited.status_code, bureau.status_code) == (403, 403)


def test_whoever_may_it_gives_it(world: World, owner: Someone) -> None:
    ewa = with_permissions(world, owner, "see_documents", "change_documents", "settings")

    added = ewa.post(USERS, {"email": "jan@example.com", "role": "member", "password": PASSWORD})

    assert added.status_code == 201


def test_the_owner_is_owner_after_any_custom_role(world: World, owner: Someone) -> None:
    ewa = with_permissions(world, owner, "see_documents")
    world.verify(ewa)
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": EWA})
    offer = ewa.get("/v1/me").json["ownership_transfers"][0]["id"]

    accepted = ewa.post(f"/v1/ownership_transfers/{offer}/accept")

    assert accepted.status_code == 200
    assert ewa.get(USERS).status_code == 200
    assert ewa.delete(f"{ROLES}/{ewa.get(ROLES).json['items'][0]['id']}").status_code == 204


def assigned(world: World, member: Someone) -> None:
    link = world.said("accounts.account.bureau_linked.v1")[-1]
    ids = {name: link[name] for name in ("account_id", "bureau_id")}
    world.hear(ClientAssigned(**ids, client_id=link["link_id"], user_ids=[member.id]))


def test_a_custom_role_in_a_bureau_reaches_what_is_assigned_and_may_no_more_there(
    world: World,
) -> None:
    bureau = world.bureau("biuro500")
    world.served("acme")
    role_id = a_role(bureau, "see_documents", "settings", prefix="biuro500")
    body = {"email": EWA, "role": "custom", "role_id": role_id, "password": PASSWORD}
    bureau.post("/v1/accounts/biuro500/users", body)
    ewa = world.sign_in(EWA)

    before = ewa.get("/v1/accounts/acme").status_code
    assigned(world, ewa)

    assert before == 404
    assert ewa.get(DOCUMENTS).status_code == 200
    assert ewa.post(f"{DOCUMENTS}/x/book").status_code == 403
    assert ewa.get(USERS).status_code == 403
    assert ewa.get("/v1/me").json["accounts"][1] == {
        "prefix": "acme",
        "role": "accountant",
        "via": "bureau",
        "role_name": None,
        "permissions": ["see_documents"],
    }


def test_a_program_that_a_holder_signed_in_may_what_the_role_permits(
    world: World, owner: Someone
) -> None:
    role_id = a_role(owner, "see_documents")
    with_role(world, owner, role_id)
    login = world.nobody.post("/login.json", {"login": EWA, "password": PASSWORD}).json
    path = f"/invoices.json?api_token={login['api_token']}"
    seen = world.nobody.get(path).status_code

    owner.patch(f"{ROLES}/{role_id}", {"permissions": ["export"]})

    token = owner.get(TOKENS).json["items"][0]["id"]
    said = [m for m in world.said("accounts.user.roles_changed.v1") if m["user_id"] == token]
    acme = world.id_of("acme")
    assert seen == 200
    assert world.nobody.get(path).status_code != 200
    assert [(m["roles_version"], m["permissions"]) for m in said] == [(1, {acme: ["export"]})]


def program_of(world: World, email: str) -> str:
    body = {"login": email, "password": PASSWORD}
    return str(world.nobody.post("/login.json", body).json["api_token"])


def test_a_program_raises_nobody_either(world: World, owner: Someone, clerk: Someone) -> None:
    token = program_of(world, clerk.email)
    user = {"email": "eve@example.com", "password": PASSWORD, "role": "admin"}

    refused = world.nobody.post("/account/add_user.json", {"api_token": token, "user": user})

    assert refused.status_code == 403
    assert "eve@example.com" not in {u["email"] for u in owner.get(USERS).json["items"]}


def test_no_custom_role_lets_a_bureaus_clients_go(world: World) -> None:
    bureau = world.bureau("biuro500")
    owner = world.served("acme")
    role_id = a_role(bureau, "see_documents", "settings", prefix="biuro500")
    body = {"email": EWA, "role": "custom", "role_id": role_id, "password": PASSWORD}
    bureau.post("/v1/accounts/biuro500/users", body)
    given = {"api_token": program_of(world, EWA), "prefix": "acme"}

    refused = world.nobody.patch("/account/unlink.json", given)

    assert refused.status_code == 403
    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] == "biuro500"


def test_whoever_loses_a_custom_role_takes_their_programs_along(
    world: World, owner: Someone, clerk: Someone
) -> None:
    path = f"/invoices.json?api_token={program_of(world, clerk.email)}"
    before = world.nobody.get(path).status_code

    owner.patch(f"{USERS}/{clerk.id}", {"role": "member"})

    assert (before, world.nobody.get(path).status_code) == (200, 401)
