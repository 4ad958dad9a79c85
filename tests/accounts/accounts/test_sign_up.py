"""Signing up: a firm's account and the person who owns it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, Someone, World, a_company, a_sign_up


def test_whoever_signs_up_owns_the_account(world: World) -> None:
    answer = world.nobody.post("/v1/accounts", a_sign_up("acme", "jan@example.com"))

    account = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/v1/accounts/acme"
    assert answer.headers["ETag"] == f'"{account["version"]}"'
    assert account["owner"] == {
        "kind": "user",
        "id": world.sign_in("jan@example.com").id,
        "name": "Owner of acme",
        "email": "jan@example.com",
    }
    assert (account["bureau_prefix"], account["payer"]) == (None, "client")


def test_an_opened_account_is_announced_with_its_owners_roles(world: World) -> None:
    owner = world.account("acme")

    opened, roles = world.said()
    assert opened["prefix"] == "acme"
    assert opened["company"]["tax_no"] == "5261040828"
    assert (opened["owner_kind"], opened["owner_id"]) == ("user", owner.id)
    assert roles == {
        "user_id": owner.id,
        "roles_version": 1,
        "roles": {opened["account_id"]: "owner"},
        "permissions": {},
        "person_name": "Owner of acme",
        "email": "acme@example.com",
    }


@pytest.mark.parametrize("prefix", ["Acme", " ACME "])
def test_a_prefix_is_the_same_in_any_case(world: World, prefix: str) -> None:
    owner = world.account("acme")

    taken = world.nobody.post("/v1/accounts", a_sign_up(prefix, "other@example.com"))

    assert (taken.status_code, taken.json["code"]) == (409, "prefix_taken")
    assert owner.get(f"/v1/accounts/{prefix.strip()}").json["prefix"] == "acme"


@pytest.mark.parametrize("prefix", ["ab", "-abc", "abc-", "a_b", "żółw", "a" * 41, "a b", "www"])
def test_a_prefix_that_can_be_no_address_is_refused(nobody: Someone, prefix: str) -> None:
    answer = nobody.post("/v1/accounts", a_sign_up(prefix, "jan@example.com"))

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/prefix"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"tax_no": "0000000000"}, "/company/tax_no"),
        ({"tax_no": "5261040829"}, "/company/tax_no"),
        ({"tax_no": "abc"}, "/company/tax_no"),
        ({"name": "  "}, "/company/name"),
        ({"country": "Poland"}, "/company/country"),
        ({"email": "nobody"}, "/company/email"),
        ({"tax_office_code": "12"}, "/company/tax_office_code"),
        ({"birth_date": "31.12.1980"}, "/company/birth_date"),
        ({"person": {"first_name": "Jan"}}, "/company/person/last_name"),
        ({"unheard_of": "x"}, "/company/unheard_of"),
    ],
)
def test_a_firm_that_breaks_a_rule_is_refused_by_name(
    nobody: Someone, changes: dict[str, Any], pointer: str
) -> None:
    body = a_sign_up("acme", "jan@example.com", company=a_company(**changes))

    answer = nobody.post("/v1/accounts", body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_everything_that_an_export_needs_of_a_firm_is_kept(nobody: Someone) -> None:
    more = {
        "voivodeship": "mazowieckie",
        "county": "Warszawa",
        "commune": "Śródmieście",
        "tax_office_code": "1435",
        "birth_date": "1980-12-31",
        "person": {"first_name": "Łucja", "last_name": "Źdźbło"},
    }

    answer = nobody.post(
        "/v1/accounts", a_sign_up("acme", "jan@example.com", company=a_company(**more))
    )

    assert answer.json["company"].items() >= more.items()
    assert answer.json["company"]["flat_number"] is None


def test_a_known_person_opens_another_account_with_their_password(world: World) -> None:
    first = world.account("acme", "jan@example.com")

    world.account("second", "JAN@example.com")

    mine = world.sign_in("jan@example.com")
    assert mine.id == first.id
    assert [row["prefix"] for row in mine.get("/v1/me").json["accounts"]] == ["acme", "second"]


def test_nobody_opens_an_account_in_the_name_of_a_known_person(world: World) -> None:
    world.account("acme", "jan@example.com")
    owner = {"name": "Mallory", "email": "jan@example.com", "password": "another password"}

    answer = world.nobody.post("/v1/accounts", a_sign_up("second", "jan@example.com", owner=owner))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/owner/password"
    assert world.names_since(2) == []


def test_of_two_who_want_a_prefix_at_once_one_gets_it(world: World) -> None:
    bodies = [a_sign_up("acme", f"{n}@example.com") for n in range(4)]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda body: world.nobody.post("/v1/accounts", body), bodies))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 409, 409, 409]
    assert len(world.said("accounts.account.opened.v1")) == 1


def test_a_repeated_sign_up_with_its_key_gets_the_same_answer(world: World) -> None:
    key = {"Idempotency-Key": "sign-up-1"}
    body = a_sign_up("acme", "jan@example.com")

    first = world.nobody.post("/v1/accounts", body, headers=key)
    again = world.nobody.post("/v1/accounts", body, headers=key)

    assert (again.status_code, again.json) == (201, first.json)
    assert len(world.said("accounts.account.opened.v1")) == 1


def test_a_short_password_is_refused(nobody: Someone) -> None:
    owner = {"name": "Jan", "email": "jan@example.com", "password": PASSWORD[:7]}

    answer = nobody.post("/v1/accounts", a_sign_up("acme", "jan@example.com", owner=owner))

    assert [error["pointer"] for error in answer.json["errors"]] == ["/owner/password"]
