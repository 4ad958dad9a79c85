"""Every compatible address, called with the token of everybody who has nothing to do there."""

import pytest

from services.accounts.compatible import COMPATIBLE
from shared.contracts.bureau import ClientAssigned
from tests.accounts.builders import PASSWORD
from tests.accounts.compatible.conftest import Program, a_token

ENDPOINTS = [endpoint for api in COMPATIBLE for endpoint in api.endpoints]
BEHIND_PREFIX = [each for each in ENDPOINTS if each.rule.startswith("/<account>")]
OPEN = ("login.json", "attachment_uploads.json")

BODIES = {
    "invoice": {"buyer_name": "x", "positions": [{"name": "x", "total_price_gross": 1}]},
    "client": {"name": "x"},
    "product": {"name": "x"},
    "banking_payment": {"price": 1},
    "warehouse_document": {"kind": "mm", "warehouse_actions": [{"product_name": "x"}]},
    "webhook": {"kind": "invoice:create", "url": "https://shop.example/"},
    "user": {"email": "eve@example.com", "role": "admin", "password": PASSWORD},
    "account": {"prefix": "mine"},
    "company": {"name": "x"},
    "prefix": "acme",
    "status": "paid",
    "file_name": "umowa.pdf",
    "email_to": "eve@example.com",
}
"""A body that each of them would take."""


@pytest.fixture(autouse=True)
def client(world):
    """An account that a bureau serves, with one of everything in it."""
    world.bureau("biuro500")
    world.bureau("biuro600")
    owner = world.served("acme")
    program = Program(world.app, a_token(owner, "acme"))
    program.invoice()
    for path, member in (
        ("/products", "product"),
        ("/banking/payments", "banking_payment"),
        ("/warehouse_documents", "warehouse_document"),
        ("/webhooks", "webhook"),
    ):
        made = program.post(f"{path}.json", {member: BODIES[member]})
        assert made.status_code == 201, made.text
    return owner


def call(app, endpoint, token, account="acme"):
    path = endpoint.rule.replace("<account>", account).replace("<serial>", "1")
    options = {} if endpoint.method in ("GET", "DELETE") else {"json": BODIES}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return app.test_client().open(path, method=endpoint.method, headers=headers, **options)


def the_token_of_a_stranger(world):
    return a_token(world.account("strangers"), "strangers")


def the_token_of_another_bureau(world):
    return a_token(world.sign_in("biuro600@example.com"), "biuro600")


def the_token_of_a_bureau_that_is_only_linked(world):
    owner = world.sign_in("acme@example.com")
    owner.delete(f"/v1/accounts/acme/users/{world.id_of('biuro500')}")
    return a_token(world.sign_in("biuro500@example.com"), "biuro500")


def the_token_of_a_bureau_that_was_left(world):
    world.sign_in("acme@example.com").delete("/v1/accounts/acme/bureau")
    return a_token(world.sign_in("biuro500@example.com"), "biuro500")


def a_members_token_of_the_bureau(world):
    """A member works for clients who are assigned to it, and no product can be assigned."""
    bureau = world.sign_in("biuro500@example.com")
    member = world.with_role(bureau, "biuro500", "member")
    link = world.said("accounts.account.bureau_linked.v1")[-1]
    named = {name: link[name] for name in ("account_id", "bureau_id")}
    world.hear(ClientAssigned(client_id=link["link_id"], **named, user_ids=[member.id]))
    return a_token(bureau, "biuro500", role="member")


def login(world, email):
    answer = world.nobody.post("/login.json", {"login": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return answer.json["api_token"]


def the_token_of_a_member_who_was_put_out(world):
    owner = world.sign_in("acme@example.com")
    member = world.with_role(owner, "acme", "member")
    token = login(world, member.email)
    owner.delete(f"/v1/accounts/acme/users/{member.id}")
    return token


def the_token_of_an_admin_who_is_a_member_now(world):
    owner = world.sign_in("acme@example.com")
    admin = world.with_role(owner, "acme", "admin")
    token = login(world, admin.email)
    owner.patch(f"/v1/accounts/acme/users/{admin.id}", {"role": "accountant"})
    return token


def a_token_that_was_revoked(world):
    owner = world.sign_in("acme@example.com")
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    owner.delete(f"/v1/accounts/acme/api_tokens/{given['id']}")
    return given["token"]


def the_access_token_of_the_owner(world):
    """What other addresses take is no API token."""
    owner = world.sign_in("acme@example.com")
    return owner.headers["Authorization"].removeprefix("Bearer ")


NOT_THERE = [
    the_token_of_a_stranger,
    the_token_of_another_bureau,
    the_token_of_a_bureau_that_is_only_linked,
    the_token_of_a_bureau_that_was_left,
    a_members_token_of_the_bureau,
]
NOT_KNOWN = [
    the_token_of_a_member_who_was_put_out,
    the_token_of_an_admin_who_is_a_member_now,
    a_token_that_was_revoked,
    the_access_token_of_the_owner,
]


@pytest.mark.parametrize("somebody", NOT_THERE)
def test_a_foreign_account_is_not_there(world, app, somebody):
    token = somebody(world)
    said = len(world.said())
    walked = [each for each in BEHIND_PREFIX if not each.rule.endswith(OPEN)]

    answers = [(each, call(app, each, token)) for each in walked]

    wrong = [each.rule for each, answer in answers if answer.status_code != 404]
    assert wrong == []
    assert {answer.json["message"] for _, answer in answers} == {"Not Found"}
    assert len(world.said()) == said


@pytest.mark.parametrize("somebody", NOT_KNOWN)
def test_a_token_that_is_none_any_more_opens_nothing(world, app, somebody):
    token = somebody(world)
    said = len(world.said())
    walked = [each for each in ENDPOINTS if not each.rule.endswith(OPEN)]

    answers = {call(app, each, token).status_code for each in walked}

    assert answers == {401}
    assert len(world.said()) == said


def test_without_a_token_only_signing_in_and_up_are_open(world, app):
    walked = [each for each in ENDPOINTS if not each.rule.endswith(OPEN)]

    refused = {
        each.view.__name__: call(app, each, "").status_code
        for each in walked
        if (each.method, each.rule.removeprefix("/<account>")) != ("POST", "/account.json")
    }

    assert refused == dict.fromkeys(refused, 401)


def test_a_stranger_changes_nothing_of_an_account_by_ids_of_its_own(world, app, client):
    """The integer ids of two accounts are the same; each finds its own things by them."""
    before = [client.get("/v1/accounts/acme/documents").json]
    token = a_token(world.account("strangers"), "strangers")

    for endpoint in ENDPOINTS:
        if "<account>" not in endpoint.rule and "account" not in endpoint.rule:
            call(app, endpoint, token)

    assert [client.get("/v1/accounts/acme/documents").json] == before
