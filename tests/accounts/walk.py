"""Calling every route and every page of an account, each with a body that is right."""

from typing import Any

from services.accounts.app import APIS, PAGES
from services.accounts.compatible import COMPATIBLE
from shared.pages.routing import PageEndpoint
from shared.web.api import Endpoint
from tests.accounts.builders import PASSWORD, Someone, World, a_company
from tests.pages.browser import Browser

# Compatible addresses know other tokens: tests/accounts/compatible/test_foreign.py walks them.
ENDPOINTS = [e for api in APIS if api not in COMPATIBLE for e in api.endpoints]
OF_AN_ACCOUNT = [e for e in ENDPOINTS if "<prefix>" in e.rule or "<transfer_id>" in e.rule]
PAGE_ENDPOINTS = [e for pages in PAGES for e in pages.endpoints]

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


def name(endpoint: Endpoint | PageEndpoint) -> str:
    return endpoint.view.__name__


def call(someone: Someone, endpoint: Endpoint, ids: dict[str, str]) -> Any:
    """Send a request to a route of the API."""
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


def a_full_account(world: World) -> dict[str, str]:
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
