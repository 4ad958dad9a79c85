"""Every address, asked by everybody who has no business there."""

import pytest

from shared.contracts.bureau import ClientDetached
from shared.ids import new_id
from tests.exports.handover_packages.played import Played
from tests.exports.world import a_request

PUBLIC = {
    "/v1/formats", "/v1/lifecycle", "/healthz", "/readyz", "/metrics", "/openapi.json",
    "/problems/<code>", "/v1/links/<link>", "/.well-known/exports-jwks.json",
}  # fmt: skip
DESK = "/v1/desk/exports/"
APART = ("/docs", "/-/", "/export/", "/desk/")
"""Files, and pages, which send to sign in; their own tests walk them."""

OWN_LISTS = {"/v1/exports", "/v1/webhooks"}


def strangers(world, ids):
    """Identities that must not find anything of acme's, each for a reason of its own."""
    account, bureau, other, other_bureau = ids
    world.hears(
        ClientDetached(
            client_id=world.has_client(account, other_bureau),
            account_id=account,
            bureau_id=other_bureau,
        )
    )
    world.has_client(account, bureau)
    return {
        "nobody's owner": world.person(),
        "another firm's owner": world.person({other: "owner"}),
        "a bureau that was detached": world.person({other_bureau: "owner"}),
        "a member that the client is not assigned to": world.person({bureau: "member"}),
        "the bureau's own accountant": world.person({bureau: "accountant"}),
        "a product of another firm": world.person({other: "admin"}, kind="product"),
        "an operator": world.person(operator=True),
    }


@pytest.fixture
def ids(world):
    names = ("acme", "biuro", "other", "other-bureau")
    return [world.has_account(name) for name in names]


def addresses(world, export_id, package_id):
    """Each address with each of its methods, about acme's things."""
    values = {
        "prefix": "acme",
        "format": "symfonia_fk",
        "export": export_id,
        "link": new_id(),
        "webhook": new_id(),
        "package": package_id,
        "stuck": "1",
    }
    for rule in world.http.application.url_map.iter_rules():
        if rule.rule in PUBLIC or rule.rule.startswith(APART):
            continue
        path = rule.rule
        for name, value in values.items():
            path = path.replace(f"<{name}>", value)
        assert "<" not in path, f"the walk does not know {rule.rule}"
        for method in rule.methods - {"OPTIONS"}:
            yield method, path


def a_verified_package(world, account_id):
    """Of a bureau that is gone; its id."""
    account = Played(world, account_id, new_id(), new_id())
    package_id = account.asks()
    account.holds_copies()
    account.verified(package_id)
    return package_id


def ask(world, person, method, path):
    bodies = {
        "/v1/exports": a_request("acme"),
        "/v1/exports/check": a_request("acme"),
        "/v1/accounts/acme/settings/symfonia_fk": {"settings": {}},
    }
    otherwise = {"reason": "mended"} if path.startswith(DESK) else {}
    body = bodies.get(path, otherwise) if method == "POST" else bodies.get(path)
    return world.http.open(path, method=method, json=body, headers=person.headers, buffered=True)


def test_nobody_finds_anything_of_anothers_at_any_address(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")
    package_id = a_verified_package(world, ids[0])
    asked = set()

    for why, person in strangers(world, ids).items():
        for method, path in addresses(world, done["id"], package_id):
            if why == "an operator" and path.startswith(DESK):
                continue  # What is stuck is theirs to see.
            answer = ask(world, person, method, path)
            asked.add((method, path))
            if (method, path) == ("POST", "/v1/webhooks"):  # It would be the caller's own.
                assert answer.status_code == 422
            elif path in OWN_LISTS and method != "POST":
                assert answer.status_code == 200
                assert method == "HEAD" or answer.json["items"] == [], why
            else:
                assert answer.status_code == 404, (why, method, path, answer.text)
            assert "FV 1/10/2026" not in answer.text

    assert len(asked) >= 18
    shown = world.get(owner, f"/v1/accounts/acme/handover_packages/{package_id}")
    assert shown.json["state"] == "verified"


def test_who_is_not_signed_in_is_told_so_at_every_address(world, ids):
    owner = world.person({ids[0]: "owner"})
    done = world.exported(owner, "acme")

    for method, path in addresses(world, done["id"], new_id()):
        answer = world.http.open(path, method=method, json={}, buffered=True)
        assert answer.status_code == 401, (method, path)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_people_of_one_account_do_not_see_each_others_exports(world, ids):
    done = world.exported(world.person({ids[0]: "owner"}), "acme")
    admin = world.person({ids[0]: "admin"})

    assert world.get(admin, f"/v1/exports/{done['id']}").status_code == 404
    assert world.get(admin, "/v1/exports").json["items"] == []
