"""Every route, called by everybody who has nothing to do with the account."""

from typing import Any

import pytest
from flask import Flask

from services.accounts.app import APIS, PAGES, prepare
from services.accounts.compatible import COMPATIBLE
from services.accounts.config import Settings
from shared.contracts.bureau import ClientAssigned
from shared.pages.routing import PageEndpoint
from shared.web.api import Access, Endpoint
from tests.accounts.builders import PASSWORD, Someone, World, a_company
from tests.pages.browser import Browser

# Compatible addresses know other tokens: tests/accounts/compatible/test_foreign.py walks them.
ENDPOINTS = [e for api in APIS if api not in COMPATIBLE for e in api.endpoints]
OF_AN_ACCOUNT = [e for e in ENDPOINTS if "<prefix>" in e.rule or "<transfer_id>" in e.rule]
PAGE_ENDPOINTS = [e for pages in PAGES for e in pages.endpoints]
SIGNED_IN = [e for e in ENDPOINTS if e.access is Access.SIGNED_IN]

BODIES: dict[str, Any] = {
    "change_account": {"company": {"city": "Łódź"}},
    "add_user": {"email": "eve@example.com", "role": "admin", "password": PASSWORD},
    "change_user": {"role": "member"},
    "let_accountant_in": {"email": "eve@example.com"},
    "offer_ownership": {"email": "eve@example.com"},
    "link_bureau": {"bureau_prefix": "biuro600"},
    "give_api_token": {"name": "shop"},
    "confirm_deletion": {"token": "x"},
    "verify_email": {"token": "x"},
    "make_role": {"name": "Sprzedaż", "permissions": ["see_documents"]},
    "change_role": {"name": "Kasa"},
    "change_me": {"name": "Ewa"},
    "enrol_second_factor": {"password": PASSWORD},
    "confirm_second_factor": {"code": "123456"},
    "renew_recovery_codes": {"password": PASSWORD, "code": "123456"},
    "turn_second_factor_off": {"password": PASSWORD, "code": "123456"},
    "change_email": {"email": "eve@example.com", "password": PASSWORD},
    "issue_document": {
        "kind": "vat",
        "buyer": {"name": "Nabywca"},
        "positions": [{"name": "Usługa", "quantity": "1", "unit_net": "100.00", "vat_rate": "23"}],
    },
    "change_document": {"number": "FV 1"},
    "correct_document": {"reason": "a wrong price"},
    "book_document": {},
    "pay_document": {},
    "send_document": {},
    "add_webhook": {"kind": "invoice:create", "url": "https://shop.example/"},
    "change_webhook": {"active": True},
    "replay": {"reason": "mended"},
    "drop": {"reason": "a wrong one"},
    "skip": {"reason": "it never comes"},
    "set_pattern": {"pattern": "FV {number}/{month}/{year}"},
}


FORMS = {
    "save_company": {f"company/{name}": value for name, value in a_company().items()},
    "give_token": {"name": "shop", "role": "member"},
    "make_webhook": {"kind": "invoice:create", "url": "https://shop.example/"},
    "switch_webhook": {"active": "false"},
    "save_bureau": {"bureau_prefix": "biuro600"},
    "let_bureau_in": {"bureau_prefix": "biuro600"},
    "add_person": {"email": "eve@example.com", "role": "admin"},
    "change_person": {"role": "member"},
    "let_accountant_in": {"email": "eve@example.com"},
    "offer_account": {"email": "eve@example.com"},
    "make_role": {"name": "Sprzedaż", "permissions": "see_documents"},
    "change_role": {"name": "Kasa", "permissions": "see_documents"},
}


NEED_MORE = {"confirm_deletion", "get_leaving"}
"""Routes that answer 404 or 422 to the owner, too, until there is a link, or a leaving."""


def name(endpoint: Endpoint | PageEndpoint) -> str:
    return endpoint.view.__name__


def call(someone: Someone, endpoint: Endpoint, ids: dict[str, str]) -> Any:
    path = endpoint.rule
    for part, value in ids.items():
        path = path.replace(f"<{part}>", value)
    options: dict[str, Any] = {}
    if endpoint.takes:
        options = {"data": b"<Faktura/>", "content_type": endpoint.takes[0]}
    return someone.send(endpoint.method, path, BODIES.get(name(endpoint)), **options)


def look(browser: Browser, endpoint: PageEndpoint, ids: dict[str, str]) -> Any:
    """Open a page, or send a form to it."""
    path = endpoint.rule
    for part, value in ids.items():
        path = path.replace(f"<{part}>", value)
    if endpoint.method == "GET":
        return browser.open(path)
    return browser.post(path, **FORMS.get(name(endpoint), {}))


@pytest.fixture
def ids(world: World) -> dict[str, str]:
    """An account with somebody or something in each of its corners, and their ids."""
    world.bureau("biuro500")
    world.bureau("biuro600")
    owner = world.served("acme")
    admin = world.with_role(owner, "acme", "admin")
    token = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    body = BODIES["add_webhook"]
    webhook = owner.post("/v1/accounts/acme/webhooks", body).json
    offer = owner.post("/v1/accounts/acme/ownership_transfers", {"email": admin.email}).json
    body = {"name": "Magazyn", "permissions": ["see_documents"]}
    role = owner.post("/v1/accounts/acme/roles", body).json
    owner.post("/v1/accounts/acme/users", {"email": "invited@example.com", "role": "member"})
    invited = owner.get("/v1/accounts/acme/invitations").json
    return {
        "prefix": "acme",
        "user_id": admin.id,
        "token_id": token["id"],
        "transfer_id": offer["id"],
        "webhook": webhook["id"],
        "delivery": "nothing",
        "role_id": role["id"],
        "invitation_id": invited["items"][0]["id"],
        "mail_id": owner.get("/v1/accounts/acme/mail").json["items"][0]["id"],
        "document": "nothing",
        "payment": "nothing",
        "attachment": "nothing",
        "kind": "vat",
        "stuck": "1",
    }


def the_stranger(world: World, _: Settings) -> Someone:
    return world.account("strangers")


def the_owner_of_another_bureau(world: World, _: Settings) -> Someone:
    return world.sign_in("biuro600@example.com")


def the_owner_of_a_bureau_that_is_only_linked(world: World, _: Settings) -> Someone:
    owner = world.sign_in("acme@example.com")
    owner.delete(f"/v1/accounts/acme/users/{world.id_of('biuro500')}")
    return world.sign_in("biuro500@example.com")


def the_owner_of_a_bureau_that_was_left(world: World, _: Settings) -> Someone:
    world.sign_in("acme@example.com").delete("/v1/accounts/acme/bureau")
    return world.sign_in("biuro500@example.com")


def a_member_of_the_bureau_who_is_assigned_to_another_client(world: World, _: Settings) -> Someone:
    world.served("other")
    member = world.with_role(world.sign_in("biuro500@example.com"), "biuro500", "member")
    link = world.said("accounts.account.bureau_linked.v1")[-1]
    world.hear(
        ClientAssigned(
            client_id=link["link_id"],
            account_id=link["account_id"],
            bureau_id=link["bureau_id"],
            user_ids=[member.id],
        )
    )
    return member


def a_member_who_was_put_out(world: World, _: Settings) -> Someone:
    owner = world.sign_in("acme@example.com")
    member = world.with_role(owner, "acme", "member")
    owner.delete(f"/v1/accounts/acme/users/{member.id}")
    return member


def somebody_who_has_not_accepted_yet(world: World, _: Settings) -> Someone:
    world.account("evas", "eva@example.com")
    body = {"email": "eva@example.com", "role": "admin", "invite": True}
    world.sign_in("acme@example.com").post("/v1/accounts/acme/users", body)
    return world.sign_in("eva@example.com")


def a_product_of_another_account(world: World, _: Settings) -> Someone:
    stranger = world.account("strangers")
    given = stranger.post("/v1/accounts/strangers/api_tokens", {"name": "shop"}).json
    form = {"grant_type": "client_credentials"}
    basic = (given["id"], given["token"])
    answer = world.nobody.send("POST", "/v1/oauth/token", data=form, auth=basic)
    return Someone(world.app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def an_operator(world: World, settings: Settings) -> Someone:
    line = prepare(settings)[0].split()
    return world.sign_in(line[1], line[-1])


@pytest.mark.parametrize(
    "somebody",
    [
        the_stranger,
        the_owner_of_another_bureau,
        the_owner_of_a_bureau_that_is_only_linked,
        the_owner_of_a_bureau_that_was_left,
        a_member_of_the_bureau_who_is_assigned_to_another_client,
        a_member_who_was_put_out,
        somebody_who_has_not_accepted_yet,
        a_product_of_another_account,
        an_operator,
    ],
)
def test_a_foreign_account_is_not_there(
    world: World, settings: Settings, ids: dict[str, str], somebody: Any
) -> None:
    someone = somebody(world, settings)
    said = len(world.said())

    answers = {name(e): call(someone, e, ids) for e in OF_AN_ACCOUNT}

    assert {view: a.status_code for view, a in answers.items()} == dict.fromkeys(answers, 404)
    assert {a.json["code"] for a in answers.values()} == {"not_found"}
    if somebody is not a_product_of_another_account:  # Only people have a browser.
        browser = Browser(world.app, "accounts", someone.headers["Authorization"].split()[1])
        pages = [e for e in PAGE_ENDPOINTS if "<prefix>" in e.rule]
        assert {name(e): look(browser, e, ids).status_code for e in pages} == dict.fromkeys(
            map(name, pages), 404
        )
    assert len(world.said()) == said


def test_every_route_but_the_public_ones_asks_who_calls(world: World, ids: dict[str, str]) -> None:
    codes = {name(e): call(world.nobody, e, ids).status_code for e in SIGNED_IN}

    assert codes == dict.fromkeys(codes, 401)


def test_the_public_routes_are_these() -> None:
    public = {name(e) for e in ENDPOINTS if e.access is Access.PUBLIC}

    assert public == {
        "sign_up",
        "sign_in",
        "refresh_session",
        "sign_out",
        "verify_email",
        "get_key_set",
        "get_invitation",
        "accept_invitation",
        "ask_for_password_reset",
        "complete_password_reset",
        "confirm_email_change",
        "give_access_token",
        "object_to_owner",
    }


def test_the_public_pages_are_these() -> None:
    public = {name(e) for e in PAGE_ENDPOINTS if e.access is Access.PUBLIC}

    assert public == {
        "show_sign_in",
        "send_sign_in",
        "show_sign_up",
        "send_sign_up",
        "renew",
        "renew_and_send",
        "keep_session",
        "show_invitation",
        "send_invitation",
        "show_verification",
        "send_verification",
        "show_objection",
        "send_objection",
        "show_deletion",
        "send_deletion",
        "show_mailed_document",
        "show_forgotten",
        "send_forgotten",
        "show_new_password",
        "send_new_password",
        "show_new_email",
        "send_new_email",
    }


def test_every_page_but_the_public_ones_asks_for_a_sign_in(
    world: World, ids: dict[str, str]
) -> None:
    nobody = Browser(world.app, "accounts")
    closed = [e for e in PAGE_ENDPOINTS if e.access is Access.SIGNED_IN]

    for endpoint in closed:
        answer = look(nobody, endpoint, ids)
        assert answer.status_code == 307, endpoint.rule
        assert answer.location.startswith("https://accounts.test/sign-in/renew?next=")


def test_the_routes_of_an_account_are_walked_with_a_body_that_is_right(
    world: World, ids: dict[str, str]
) -> None:
    owner = world.sign_in("acme@example.com")
    skipped = ("<document>", "<delivery>")
    walked = [
        e
        for e in OF_AN_ACCOUNT
        if e.method != "DELETE"
        and name(e) not in NEED_MORE
        and not any(part in e.rule for part in skipped)
    ]

    codes = {name(e): call(owner, e, ids).status_code for e in walked}

    assert not [view for view, code in codes.items() if code in (400, 404, 415, 422)], codes


def test_the_api_describes_itself(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").json

    for endpoint in ENDPOINTS:
        path = endpoint.rule.replace("<", "{").replace(">", "}")
        assert endpoint.method.lower() in document["paths"][path]
    assert a_company().keys() <= document["components"]["schemas"]["Company"]["properties"].keys()
