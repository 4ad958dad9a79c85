"""Seeing an account and changing the firm's data."""

from tests.accounts.builders import World


def test_a_change_leaves_the_other_members_alone_and_is_announced(world: World) -> None:
    owner = world.account("acme")
    before = owner.get("/v1/accounts/acme").json

    changed = owner.patch("/v1/accounts/acme", {"company": {"tax_office_code": "1435"}})

    company = before["company"] | {"tax_office_code": "1435"}
    assert changed.status_code == 200
    assert changed.json["company"] == company
    assert changed.json["version"] > before["version"]
    assert world.said("accounts.account.company_changed.v1")[0]["company"] == company


def test_a_change_that_changes_nothing_is_not_announced(world: World) -> None:
    owner = world.account("acme")

    answer = owner.patch("/v1/accounts/acme", {"company": {"city": "Warszawa"}})

    assert answer.status_code == 200
    assert world.said("accounts.account.company_changed.v1") == []


def test_a_natural_person_is_named_whole(world: World) -> None:
    owner = world.account("acme")

    answer = owner.patch("/v1/accounts/acme", {"company": {"person": {"first_name": "Jan"}}})

    assert answer.json["errors"][0]["pointer"] == "/company/person/last_name"


def test_what_a_firm_must_have_can_not_be_taken_away(world: World) -> None:
    owner = world.account("acme")

    answer = owner.patch("/v1/accounts/acme", {"company": {"tax_no": None}})

    assert answer.json["errors"][0]["pointer"] == "/company/tax_no"


def test_a_change_on_an_old_version_is_refused(world: World) -> None:
    owner = world.account("acme")
    old = owner.get("/v1/accounts/acme").headers["ETag"]
    owner.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}})

    answer = owner.patch(
        "/v1/accounts/acme", {"company": {"city": "Gdańsk"}}, headers={"If-Match": old}
    )

    assert (answer.status_code, answer.json["code"]) == (412, "version_conflict")
    assert owner.get("/v1/accounts/acme").json["company"]["city"] == "Łódź"


def test_an_account_that_did_not_change_is_not_sent_again(world: World) -> None:
    owner = world.account("acme")
    tag = owner.get("/v1/accounts/acme").headers["ETag"]

    answer = owner.get("/v1/accounts/acme", headers={"If-None-Match": tag})

    assert answer.status_code == 304


def test_a_member_sees_the_account_and_may_not_change_it(world: World) -> None:
    member = world.with_role(world.account("acme"), "acme", "member")

    seen = member.get("/v1/accounts/acme")
    refused = member.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}})

    assert seen.status_code == 200
    assert (refused.status_code, refused.json["code"]) == (403, "forbidden")
