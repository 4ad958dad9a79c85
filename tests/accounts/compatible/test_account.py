"""Accounts opened by programs, the people in them, and clients that a bureau lets go."""

import pytest

from shared.contracts.bureau import CompanyRequested
from tests.accounts.builders import PASSWORD
from tests.accounts.compatible.companies import BODY, COMPANY, USER
from tests.accounts.compatible.conftest import Program, a_token


def test_a_firm_signs_up_and_goes_on_with_its_token(app, world):
    answer = app.test_client().post("/account.json", json=BODY)

    assert answer.status_code == 201, answer.text
    given = answer.json
    assert (given["prefix"], given["email"]) == ("nowa", "firma@nowa.example")
    assert given["url"] == "https://accounts.test/nowa"
    account = Program(app, given["api_token"]).get("/account.json").json
    assert account == given
    assert world.sign_in("firma@nowa.example").get("/v1/accounts/nowa").json["owner"]["email"]
    assert world.mailed("firma@nowa.example", "verification")


def test_a_prefix_that_is_taken_comes_back_changed(app, world):
    world.account("nowa")
    longest = {"account": {"prefix": "x" * 40}}

    prefixes = [
        app.test_client().post("/account.json", json=BODY | changes).json["prefix"]
        for changes in ({}, {}, longest, longest)
    ]

    assert prefixes == ["nowa-2", "nowa-3", "x" * 40, "x" * 38 + "-2"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": {}}, "prefix"),
        ({"account": None}, "prefix"),
        ({"account": {"prefix": "ab"}}, "prefix"),
        ({"account": {"prefix": "invoices"}}, "prefix"),
        ({"company": COMPANY | {"tax_no": "1234567890"}}, "tax_no"),
        ({"company": {}}, "name"),
        ({"company": [1]}, "name"),
        ({"user": {}}, "email"),
        ({"user": USER | {"password": "short"}}, "password"),
        ({"user": USER | {"email": "no e-mail"}}, "email"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_named(app, changes, field):
    answer = app.test_client().post("/account.json", json=BODY | changes)

    assert answer.status_code == 422
    assert answer.json["code"] == "error"
    assert field in answer.json["message"]


def test_a_wrong_token_opens_nothing(app, world):
    answer = app.test_client().post("/account.json", json=BODY | {"api_token": "x/y"})

    assert answer.status_code == 401
    assert world.said() == []


@pytest.mark.parametrize("role", ["member", "admin", "accountant"])
def test_a_person_is_added_with_a_password(world, program, owner, role):
    user = {"email": "new@example.com", "password": PASSWORD, "role": role, "department_ids": []}

    answer = program.post("/account/add_user.json", {"user": user, "integration_token": "x"})

    assert (answer.status_code, answer.json["code"]) == (200, "success")
    person = world.sign_in("new@example.com")
    assert answer.json["user"]["id"] == person.id
    assert person.get("/v1/me").json["accounts"] == [
        {"prefix": "acme", "role": role, "via": "user"}
    ]


def test_a_person_is_invited(world, program, owner):
    user = {"invite": True, "email": "new@example.com", "role": "member"}

    assert program.post("/account/add_user.json", {"user": user}).status_code == 200

    assert world.mailed("new@example.com", "membership")["token"]


@pytest.mark.parametrize(
    ("user", "field"),
    [
        (None, "role"),
        ({"email": "new@example.com"}, "role"),
        ({"email": "new@example.com", "role": "owner"}, "role"),
        ({"email": "x", "role": "member"}, "email"),
        ({"email": "new@example.com", "role": "member", "password": "short"}, "password"),
        ({"email": "acme@example.com", "role": "member"}, "base"),
    ],
)
def test_who_can_not_be_added_is_told_why(program, owner, user, field):
    answer = program.post("/account/add_user.json", {"user": user})

    assert answer.status_code == 422
    assert field in answer.json["message"]


def unlink(program, prefix):
    return program.send("PATCH", "/account/unlink.json", {"prefix": prefix})


def test_a_bureau_lets_its_clients_go(world, app, of_bureau):
    for prefix in ("one", "two"):
        world.served(prefix)
    world.account("stranger")

    answer = unlink(of_bureau, ["ONE", "stranger", "two", "nobody", "two"])

    assert answer.status_code == 200
    assert answer.json == {
        "code": "success",
        "message": "Konta odłączone",
        "result": {"unlinked": ["ONE", "two"], "not_unlinked": ["stranger", "nobody"]},
    }
    assert len(world.said("accounts.account.bureau_unlinked.v1")) == 2
    assert of_bureau.get("/one/account.json").status_code == 404
    assert unlink(of_bureau, "one").status_code == 422


def test_one_prefix_may_be_text(world, of_bureau):
    world.served("one")

    assert unlink(of_bureau, "one").json["result"] == {"unlinked": ["one"], "not_unlinked": []}


def test_an_account_that_the_bureau_owns_is_not_unlinked(world, of_bureau):
    wanted = {"request_id": "r", "bureau_id": world.id_of("biuro500"), "prefix": "owned"}
    company = COMPANY | {"country": "PL", "email": "firma@owned.example"}
    world.hear(CompanyRequested(**wanted, company=company))
    world.served("one")

    both, alone = unlink(of_bureau, ["owned", "one"]), unlink(of_bureau, "owned")

    assert both.json["result"] == {"unlinked": ["one"], "not_unlinked": ["owned"]}
    assert alone.status_code == 422
    assert (alone.json["code"], alone.json["message"]) == ("error", "Brak kont do odłączenia")
    assert of_bureau.get("/owned/account.json").status_code == 200


def test_the_client_of_another_bureau_stays(world, app, of_bureau):
    world.bureau("biuro600")
    world.served("one", "biuro600")

    assert unlink(of_bureau, "one").status_code == 422

    assert world.said("accounts.account.bureau_unlinked.v1") == []


@pytest.mark.parametrize("prefix", [None, {"a": 1}, [1], ["x"] * 1001, 7])
def test_what_is_no_list_of_prefixes_is_refused(of_bureau, prefix):
    answer = unlink(of_bureau, prefix)

    assert answer.status_code == 422
    assert answer.json["message"].keys() == {"prefix"}


def test_no_prefix_at_all_unlinks_nothing(of_bureau):
    answer = of_bureau.send("PATCH", "/account/unlink.json", {})

    assert (answer.status_code, answer.json["message"]) == (422, "Brak kont do odłączenia")


def test_an_accountants_token_unlinks_nothing(app, world, bureau):
    world.served("one")
    program = Program(app, a_token(bureau, "biuro500", role="accountant"))

    assert unlink(program, "one").status_code == 403


def test_a_program_asks_for_the_end_of_an_account_and_its_owner_confirms(world, owner, program):
    asked = program.send("POST", "/account/delete.json")

    assert asked.status_code == 200, asked.text
    token = world.mailed(owner.email, "deletion")["token"]
    confirmed = owner.post("/v1/accounts/acme/deletion/confirm", {"token": token})
    assert confirmed.json["state"] == "confirmed"


def test_a_client_that_waits_for_its_package_is_not_unlinked(world, of_bureau):
    client = world.served("one")
    assert client.post("/v1/accounts/one/handover_package").status_code in (200, 201, 202)

    answer = unlink(of_bureau, "one")

    assert answer.status_code == 422
    assert answer.json["result"] == {"unlinked": [], "not_unlinked": ["one"]}
