"""Roles of an account's own: they permit what they say, at once, and nobody rises by them."""

from typing import Any

import jwt
import pytest

from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.documents.bodies import a_document
from tests.accounts.oracle import check_roles
from tests.accounts.roles.given import (
    DOCUMENTS,
    EWA,
    ROLES,
    USERS,
    a_role,
    with_permissions,
    with_role,
)


def announced(world: World, someone: Someone) -> dict[str, Any]:
    """What was said last of somebody's roles."""
    said = world.said("accounts.user.roles_changed.v1")
    return [message for message in said if message["user_id"] == someone.id][-1]


def test_a_custom_role_permits_what_it_says_and_nothing_else(world: World, owner: Someone) -> None:
    ewa = with_permissions(world, owner, "see_documents")

    assert ewa.get("/v1/accounts/acme").status_code == 200
    assert ewa.get(DOCUMENTS).status_code == 200
    assert ewa.post(DOCUMENTS, a_document()).status_code == 403
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


# Through a bureau, and by programs.


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
