"""An account's own roles on pages."""

from tests.accounts.builders import Someone
from tests.pages.browser import Browser

ROLES = "/account/acme/settings/roles"
API = "/v1/accounts/acme/roles"
MAGAZYN = {"name": "Magazyn", "permissions": ["see_documents", "change_documents"]}


def test_without_a_role_the_page_says_what_to_do_first(browser: Browser) -> None:
    page = browser.open(ROLES).text

    assert "Nie ma jeszcze własnych ról" in page
    assert f'href="{ROLES}/add"' in page


def test_a_role_is_made_by_its_rights_in_plain_words(owner: Someone, browser: Browser) -> None:
    page = browser.open(f"{ROLES}/add").text
    answer = browser.send(f"{ROLES}/add", name="Magazyn", permissions="change_documents")

    (role,) = owner.get(API).json["items"]
    assert "Wystawianie i zmiana dokumentów" in page
    assert "transfer_ownership" not in page
    assert answer.location == ROLES
    assert (role["name"], role["permissions"]) == ("Magazyn", ["change_documents"])


def test_a_role_that_permits_nothing_is_refused_at_its_field(
    owner: Someone, browser: Browser
) -> None:
    browser.open(f"{ROLES}/add")
    answer = browser.send(f"{ROLES}/add", name="Magazyn")

    assert answer.status_code == 422
    assert 'id="e-permissions"' in answer.text
    assert 'value="Magazyn"' in answer.text
    assert owner.get(API).json["items"] == []


def test_a_role_is_changed_as_a_whole(owner: Someone, browser: Browser) -> None:
    role = owner.post(API, MAGAZYN).json
    one = f"{ROLES}/{role['id']}"

    page = browser.open(one).text
    browser.send(one, name="Kasa", permissions="export")

    changed = owner.get(f"{API}/{role['id']}").json
    assert page.count(" checked") == 2
    assert (changed["name"], changed["permissions"]) == ("Kasa", ["export"])


def test_a_name_that_is_taken_is_refused(owner: Someone, browser: Browser) -> None:
    owner.post(API, MAGAZYN)

    browser.open(f"{ROLES}/add")
    answer = browser.send(f"{ROLES}/add", name="magazyn", permissions="export")

    assert answer.status_code == 409
    assert len(owner.get(API).json["items"]) == 1


def test_a_role_that_somebody_has_is_not_deleted(owner: Someone, browser: Browser) -> None:
    role = owner.post(API, MAGAZYN).json
    given = {
        "email": "newcomer@example.com",
        "role": "custom",
        "role_id": role["id"],
        "invite": True,
    }
    owner.post("/v1/accounts/acme/users", given)
    one = f"{ROLES}/{role['id']}"

    page = browser.open(one).text
    refused = browser.post(f"{one}/delete")

    assert "Tę rolę ma 1 osoba, zaproszenie lub token API." in page
    assert f"{one}/delete" not in page
    assert refused.status_code == 409
    assert len(owner.get(API).json["items"]) == 1


def test_a_role_that_nobody_has_is_deleted(owner: Someone, browser: Browser) -> None:
    role = owner.post(API, MAGAZYN).json
    one = f"{ROLES}/{role['id']}"

    browser.open(one)
    answer = browser.send(f"{one}/delete")

    assert answer.location == ROLES
    assert owner.get(API).json["items"] == []
