"""Roles of an account's own: they permit what they say, at once, and nobody rises by them."""

from typing import Any

import jwt
import pytest

from shared.contracts.bureau import ClientAssigned
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.oracle import check_roles

ROLES = "/v1/accounts/acme/roles"
USERS = "/v1/accounts/acme/users"
DOCUMENTS = "/v1/accounts/acme/documents"
TOKENS = "/v1/accounts/acme/api_tokens"
EWA = "ewa@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def a_role(owner: Someone, *permissions: str, name: str = "Własna", prefix: str = "acme") -> str:
    body = {"name": name, "permissions": list(permissions)}
    made = owner.post(f"/v1/accounts/{prefix}/roles", body)
    assert made.status_code == 201, made.text
    return str(made.json["id"])


def with_role(world: World, owner: Someone, role_id: str, email: str = EWA) -> Someone:
    body = {"email": email, "role": "custom", "role_id": role_id, "password": PASSWORD}
    added = owner.post(USERS, body)
    assert added.status_code == 201, added.text
    return world.sign_in(email)


def with_permissions(world: World, owner: Someone, *permissions: str) -> Someone:
    return with_role(world, owner, a_role(owner, *permissions))


def announced(world: World, someone: Someone) -> dict[str, Any]:
    """What was said last of somebody's roles."""
    said = world.said("accounts.user.roles_changed.v1")
    return [message for message in said if message["user_id"] == someone.id][-1]


def test_a_custom_role_permits_what_it_says_and_nothing_else(world: World, owner: Someone) -> None:
    ewa = with_permissions(world, owner, "see_documents")

    assert ewa.get("/v1/accounts/acme").status_code == 200
    assert ewa.get(DOCUMENTS).status_code == 200
    assert ewa.post(DOCUMENTS, {}).status_code in (403, 422)
    assert ewa.get(USERS).status_code == 403
    assert ewa.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 403


def test_whoever_has_a_role_knows_of_the_account_whatever_it_permits(
    world: World, owner: Someone
) -> None:
    ewa = with_permissions(world, owner, "export")

    assert ewa.get("/v1/accounts/acme").status_code == 403
    assert ewa.delete(f"{USERS}/{ewa.id}").status_code == 204
    assert ewa.get("/v1/accounts/acme").status_code == 404


def test_what_a_role_permits_changes_at_once_and_is_announced(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "see_documents")
    ewa = with_role(world, owner, role_id)
    acme = world.id_of("acme")
    assert announced(world, ewa)["permissions"] == {acme: ["see_documents"]}

    changed = owner.patch(f"{ROLES}/{role_id}", {"permissions": ["export", "settings"]})

    assert changed.json["permissions"] == ["export", "settings"]
    assert ewa.get("/v1/accounts/acme").status_code == 403
    assert ewa.get(USERS).status_code == 200
    said = announced(world, ewa)
    assert (said["roles"], said["permissions"]) == (
        {acme: "custom"},
        {acme: ["export", "settings"]},
    )
    check_roles(world)


def test_a_token_says_what_the_custom_role_permits(world: World, owner: Someone) -> None:
    ewa = with_permissions(world, owner, "export")

    token = ewa.headers["Authorization"].split()[1]
    claims = jwt.decode(token, options={"verify_signature": False})

    acme = world.id_of("acme")
    assert (claims["roles"], claims["permissions"]) == ({acme: "custom"}, {acme: ["export"]})


def test_a_new_name_is_no_news_for_other_services(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "see_documents")
    ewa = with_role(world, owner, role_id)
    said = len(world.said())

    owner.patch(f"{ROLES}/{role_id}", {"name": "Kasa"})

    assert len(world.said()) == said
    assert ewa.get("/v1/me").json["accounts"] == [
        {
            "prefix": "acme",
            "role": "custom",
            "via": "user",
            "role_name": "Kasa",
            "permissions": ["see_documents"],
        }
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x", "permissions": ["transfer_ownership"]}, "/permissions/0"),
        ({"name": "x", "permissions": ["everything"]}, "/permissions/0"),
        ({"name": "x", "permissions": []}, "/permissions"),
        ({"name": " ", "permissions": ["export"]}, "/name"),
        ({"name": "x" * 61, "permissions": ["export"]}, "/name"),
    ],
)
def test_a_role_that_can_not_be_is_refused(owner: Someone, body: Any, pointer: str) -> None:
    refused = owner.post(ROLES, body)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_name_is_given_to_one_role(owner: Someone) -> None:
    a_role(owner, "export", name="Kasa")
    other = a_role(owner, "export", name="Sklep")

    refused = owner.post(ROLES, {"name": "KASA", "permissions": ["export"]})

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert owner.patch(f"{ROLES}/{other}", {"name": "kasa"}).status_code == 409


def test_a_role_in_use_stays_and_the_answer_says_why(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "see_documents")
    body = {"email": EWA, "role": "custom", "role_id": role_id}
    owner.post(USERS, body)

    refused = owner.delete(f"{ROLES}/{role_id}")
    owner.delete(f"{USERS}/{owner.get(USERS).json['items'][1]['id']}")
    deleted = owner.delete(f"{ROLES}/{role_id}")

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert refused.json["detail"].startswith("1 people, invitations")
    assert deleted.status_code == 204
    assert owner.get(f"{ROLES}/{role_id}").status_code == 404
    assert owner.get("/v1/accounts/acme/invitations").json["items"][0]["role_id"] is None


def test_a_custom_role_is_given_by_invitation_too(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "export", name="Eksport")
    owner.post(USERS, {"email": EWA, "role": "custom", "role_id": role_id})
    mail = world.mailed(EWA, "membership")

    shown = world.nobody.get(f"/v1/invitations/{mail['token']}").json
    accepted = world.nobody.post(
        f"/v1/invitations/{mail['token']}/accept", {"name": "Ewa", "password": PASSWORD}
    )

    ewa = world.sign_in(EWA)
    assert (shown["role"], shown["role_name"], mail["role_name"]) == (
        "custom",
        "Eksport",
        "Eksport",
    )
    assert accepted.status_code == 200
    assert announced(world, ewa)["permissions"] == {world.id_of("acme"): ["export"]}


@pytest.mark.parametrize(
    "body",
    [{"role": "custom"}, {"role": "member", "role_id": "x"}, {"role": "custom", "role_id": "x"}],
)
def test_a_custom_role_is_named_by_its_id(owner: Someone, body: dict[str, str]) -> None:
    refused = owner.post(USERS, {"email": EWA, **body})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/role_id")


def test_another_accounts_role_is_none(world: World, owner: Someone) -> None:
    other = world.account("other")
    foreign = a_role(other, "export", prefix="other")

    refused = owner.post(USERS, {"email": EWA, "role": "custom", "role_id": foreign})

    assert refused.status_code == 422
    assert owner.get(f"{ROLES}/{foreign}").status_code == 404
    assert owner.delete(f"{ROLES}/{foreign}").status_code == 404


def test_a_role_is_changed_back_and_forth(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "see_documents")
    member = world.with_role(owner, "acme", "member")

    custom = owner.patch(f"{USERS}/{member.id}", {"role": "custom", "role_id": role_id})
    back = owner.patch(f"{USERS}/{member.id}", {"role": "member"})

    assert (custom.json["role"], custom.json["role_name"]) == ("custom", "Własna")
    assert (back.json["role"], back.json["role_id"]) == ("member", None)
    assert owner.delete(f"{ROLES}/{role_id}").status_code == 204
    check_roles(world)


# Nobody rises: whoever has `settings` gives what they may do themselves, and no more.


@pytest.fixture
def clerk(world: World, owner: Someone) -> Someone:
    """Somebody who may change settings and users, and look at documents."""
    return with_permissions(world, owner, "see_documents", "settings")


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


# Through a bureau, and by programs.


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


def test_what_happens_to_roles_is_in_the_audit(world: World, owner: Someone) -> None:
    role_id = a_role(owner, "see_documents")
    ewa = with_role(world, owner, role_id)
    owner.patch(f"{ROLES}/{role_id}", {"permissions": ["export"]})

    rows = owner.get("/v1/accounts/acme/audit").json["items"]

    changed = next(row for row in rows if row["what"] == "custom_role")
    given = next(row for row in rows if row["subject"] == ewa.id)
    assert (changed["before"], changed["after"]) == (
        {"permissions": ["see_documents"]},
        {"permissions": ["export"]},
    )
    assert (given["after"]["role"], given["after"]["role_id"]) == ("custom", role_id)
