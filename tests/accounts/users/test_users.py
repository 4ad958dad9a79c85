"""Who is in an account: let in, changed, put out; the owner stays."""

from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, Someone, World

USERS = "/v1/accounts/acme/users"
JAN = "jan@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def add(owner: Someone, **body: Any) -> Any:
    return owner.post(USERS, {"email": JAN, "role": "admin"} | body)


def roles(world: World, someone: Someone) -> dict[str, str]:
    """The roles that were announced of a person last."""
    said = [m for m in world.said("accounts.user.roles_changed.v1") if m["user_id"] == someone.id]
    assert [m["roles_version"] for m in said] == list(range(1, len(said) + 1))
    return dict(said[-1]["roles"]) if said else {}


def test_a_person_with_a_password_is_in_at_once(world: World, owner: Someone) -> None:
    added = add(owner, password=PASSWORD)

    jan = world.sign_in(JAN)
    assert added.status_code == 201
    assert added.headers["Location"] == f"{USERS}/{jan.id}"
    assert (added.json["id"], added.json["role"], added.json["joined"]) == (jan.id, "admin", True)
    assert roles(world, jan) == {world.id_of("acme"): "admin"}
    assert jan.get("/v1/me").json["email_verified"] is False
    world.verify(jan)


def test_a_known_person_is_in_at_once_and_is_told(world: World, owner: Someone) -> None:
    jan = world.account("jans", JAN)

    added = add(owner)

    assert (added.json["id"], added.json["joined"]) == (jan.id, True)
    assert jan.get("/v1/accounts/acme").status_code == 200
    assert world.mailed(JAN, "added")["prefix"] == "acme"


def test_nobody_chooses_the_password_of_a_known_person(world: World, owner: Someone) -> None:
    world.account("jans", JAN)

    refused = add(owner, password="another password")

    assert refused.json["errors"][0]["pointer"] == "/password"
    world.sign_in(JAN)


@pytest.mark.parametrize("known", [True, False])
def test_an_invited_person_is_in_once_they_accept(
    world: World, owner: Someone, known: bool
) -> None:
    if known:
        world.verify(world.account("jans", JAN))

    added = add(owner, invite=True)
    before = owner.get(USERS).json["items"]
    token = world.mailed(JAN, "membership")["token"]
    accepted = world.nobody.post(
        f"/v1/invitations/{token}/accept", {"name": "Jan", "password": PASSWORD}
    )

    jan = world.sign_in(JAN)
    assert (added.status_code, added.json["id"]) == (201, jan.id)
    assert {row["id"]: row["joined"] for row in before} == {owner.id: True, jan.id: False}
    assert accepted.status_code == 200
    assert jan.get("/v1/accounts/acme").status_code == 200
    assert roles(world, jan)[world.id_of("acme")] == "admin"


def test_an_unknown_person_without_a_password_is_invited(world: World, owner: Someone) -> None:
    added = add(owner)

    assert (added.status_code, added.json["joined"]) == (201, False)
    assert world.mailed(JAN, "membership")["role"] == "admin"


def test_an_invitation_opens_nothing_to_whoever_signs_up_with_the_email(
    world: World, owner: Someone
) -> None:
    add(owner)

    squatter = world.account("squat", JAN)

    assert squatter.get("/v1/accounts/acme").status_code == 404
    assert list(roles(world, squatter)) == [world.id_of("squat")]


def test_another_role_counts_at_once(world: World, owner: Someone) -> None:
    jan = world.with_role(owner, "acme", "admin", JAN)

    changed = owner.patch(f"{USERS}/{jan.id}", {"role": "member"})

    assert (changed.status_code, changed.json["role"]) == (200, "member")
    assert roles(world, jan) == {world.id_of("acme"): "member"}
    assert jan.get(USERS).status_code == 403


def test_a_change_on_an_old_version_is_refused(world: World, owner: Someone) -> None:
    jan = world.with_role(owner, "acme", "admin", JAN)
    changed = owner.patch(f"{USERS}/{jan.id}", {"role": "member"})
    old = {"If-Match": '"1"'}

    refused = [
        owner.patch(f"{USERS}/{jan.id}", {"role": "admin"}, headers=old),
        owner.delete(f"{USERS}/{jan.id}", headers=old),
    ]

    assert changed.headers["ETag"] == '"2"'
    assert [answer.status_code for answer in refused] == [412, 412]
    assert jan.get("/v1/accounts/acme").status_code == 200


def test_a_removed_person_is_out_at_once(world: World, owner: Someone) -> None:
    jan = world.with_role(owner, "acme", "admin", JAN)

    removed = owner.delete(f"{USERS}/{jan.id}")

    assert removed.status_code == 204
    assert roles(world, jan) == {}
    assert jan.get("/v1/accounts/acme").status_code == 404
    assert owner.delete(f"{USERS}/{jan.id}").status_code == 404


def test_a_removed_invitation_lets_nobody_in(world: World, owner: Someone) -> None:
    user_id = add(owner).json["id"]
    token = world.mailed(JAN, "membership")["token"]

    owner.delete(f"{USERS}/{user_id}")

    body = {"name": "Jan", "password": PASSWORD}
    refused = world.nobody.post(f"/v1/invitations/{token}/accept", body)
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_everybody_may_leave_by_themselves(world: World, owner: Someone) -> None:
    member = world.with_role(owner, "acme", "member")
    other = world.with_role(owner, "acme", "accountant")

    refused = member.delete(f"{USERS}/{other.id}")
    left = member.delete(f"{USERS}/{member.id}")

    assert (refused.status_code, left.status_code) == (403, 204)


def test_the_owner_is_neither_removed_nor_lowered(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")

    refused = [
        owner.delete(f"{USERS}/{owner.id}"),
        admin.delete(f"{USERS}/{owner.id}"),
        admin.patch(f"{USERS}/{owner.id}", {"role": "member"}),
    ]

    for answer in refused:
        assert (answer.status_code, answer.json["code"]) == (409, "last_owner")
        assert answer.json["fix"].endswith("/v1/accounts/acme/ownership_transfers")
    assert owner.post(USERS, {"email": owner.email, "role": "member"}).status_code == 409


def test_nobody_is_made_owner_but_by_a_transfer(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")

    assert add(owner, role="owner", password=PASSWORD).status_code == 422
    assert owner.patch(f"{USERS}/{admin.id}", {"role": "owner"}).status_code == 422


def test_a_second_role_is_a_change_of_the_first(world: World, owner: Someone) -> None:
    jan = world.with_role(owner, "acme", "admin", JAN)

    refused = add(owner, role="member")

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert refused.json["fix"] == f"https://accounts.test{USERS}/{jan.id}"


@pytest.mark.parametrize(
    "body",
    [
        {"role": "admin"},
        {"email": JAN},
        {"email": JAN, "bureau_prefix": "biuro500", "role": "accountant"},
        {"bureau_prefix": "biuro500", "role": "admin"},
        {"email": JAN, "role": "admin", "invite": "yes"},
        {"email": JAN, "role": "admin", "password": "short"},
    ],
)
def test_a_body_that_breaks_a_rule_is_refused(owner: Someone, body: dict[str, Any]) -> None:
    assert owner.post(USERS, body).status_code == 422


def test_the_list_goes_on_where_its_cursor_says(world: World, owner: Someone) -> None:
    world.bureau("biuro500")
    owner.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro500"})
    owner.post(USERS, {"bureau_prefix": "biuro500", "role": "accountant"})
    world.with_role(owner, "acme", "member")

    seen, cursor = [], ""
    while cursor is not None:
        page = owner.get(f"{USERS}?limit=1" + (f"&cursor={cursor}" if cursor else "")).json
        seen += page["items"]
        cursor = page["next"]

    assert sorted(row["role"] for row in seen) == ["accountant", "member", "owner"]
    assert {row["bureau_prefix"] for row in seen} == {"biuro500", None}


@pytest.mark.parametrize("role", ["member", "accountant"])
def test_only_owner_and_administrators_see_and_change_users(
    world: World, owner: Someone, role: str
) -> None:
    person = world.with_role(owner, "acme", role)

    answers = [
        person.get(USERS),
        person.post(USERS, {"email": "eve@example.com", "role": "admin"}),
        person.patch(f"{USERS}/{owner.id}", {"role": "member"}),
        person.delete(f"{USERS}/{owner.id}"),
        person.put("/v1/accounts/acme/accountant_access", {"email": "eve@example.com"}),
        person.get("/v1/accounts/acme/api_tokens"),
    ]

    assert {answer.status_code for answer in answers} == {403}
