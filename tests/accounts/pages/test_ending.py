"""The end of the co-operation on one page: package, ownership, end."""

import pytest

from services.accounts.app import prepare
from services.accounts.config import Settings
from shared.contracts.bureau import CompanyRequested
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

ENDING = "/account/acme/settings/ending"
PACKAGE = f"{ENDING}/package"
LEAVING = f"{ENDING}/leaving"
API = "/v1/accounts/acme"


@pytest.fixture
def owner(world: World) -> Someone:
    """Of an account that is served by a bureau."""
    world.bureau("biuro500")
    return world.served("acme")


@pytest.fixture
def admin(world: World) -> Someone:
    """The client's own administrator in an account that the bureau owns."""
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))
    admin = world.with_role(bureau, "acme", "admin")
    world.verify(admin)
    return admin


def answered(owner: Someone, *, is_whole: bool) -> HandoverPackageVerified | HandoverPackageFailed:
    ids = {"client_id": new_id(), "account_id": new_id(), "bureau_id": new_id()}
    ids |= {"package_id": owner.get(f"{API}/handover_package").json["id"], "asked_by": "client"}
    if is_whole:
        return HandoverPackageVerified(**ids, documents=1, sha256="ab" * 32)
    return HandoverPackageFailed(**ids, differences=1)


def test_the_package_is_asked_for_awaited_and_verified(
    world: World, owner: Someone, browser: Browser
) -> None:
    none = browser.open(ENDING).text
    browser.send(PACKAGE)
    awaited = browser.open(ENDING).text
    refused = browser.post(f"{ENDING}/end")
    world.hear(answered(owner, is_whole=True))
    verified = browser.open(ENDING).text
    ended = browser.send(f"{ENDING}/end")

    assert "Poproś o pakiet" in none
    assert "/packages/latest" not in none
    assert "Oczekiwany" in awaited
    assert f"{ENDING}/end" not in awaited
    assert (refused.status_code, refused.text.count(f'href="{ENDING}"')) == (409, 2)
    assert "Pakiet jest kompletny" in verified
    assert "/export/acme/packages/latest" in verified
    assert ended.location == ENDING
    assert owner.get(API).json["bureau_prefix"] is None
    assert "Tego konta nie obsługuje żadne biuro" in browser.open(ENDING).text


def test_a_page_that_waits_is_loaded_anew_once_there_is_an_answer(
    world: World, owner: Someone, browser: Browser
) -> None:
    owner.post(f"{API}/handover_package")
    waiting = browser.open(ENDING, HX_Request="true").headers.get("HX-Refresh")
    world.hear(answered(owner, is_whole=True))

    assert waiting is None
    assert browser.open(ENDING, HX_Request="true").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in browser.open(ENDING).headers


def test_a_package_that_failed_is_asked_for_anew_or_waived(
    world: World, owner: Someone, browser: Browser
) -> None:
    owner.post(f"{API}/handover_package")
    world.hear(answered(owner, is_whole=False))

    failed = browser.open(ENDING).text
    browser.send(f"{PACKAGE}/waive")
    waived = browser.open(ENDING).text

    assert "Niesprawdzony" in failed
    assert "Poproś o nowy pakiet" in failed
    assert "Zrezygnowano" in waived
    assert f"{ENDING}/end" in waived


def test_who_works_for_the_bureau_decides_nothing_of_the_package(
    world: World, admin: Someone
) -> None:
    browser = browser_of(world, world.sign_in("biuro500@example.com"))

    page = browser.open(ENDING).text

    assert f'action="{PACKAGE}"' not in page
    assert f'action="{LEAVING}"' not in page
    assert browser.post(PACKAGE).status_code == 403
    assert browser.post(LEAVING).status_code == 403


def test_a_client_takes_the_account_over_and_may_stay_after_all(
    world: World, admin: Someone
) -> None:
    browser = browser_of(world, admin)

    before = browser.open(ENDING).text
    browser.send(LEAVING)
    going_on = browser.open(ENDING).text
    on_owner = browser.open("/account/acme/settings/owner").text
    browser.open(ENDING)
    browser.send(f"{LEAVING}/withdraw")

    assert "Nieopłacone faktury biura nie są powodem" in before
    assert f'action="{ENDING}/end"' not in before
    assert "Przypomnienia dla obu stron" in going_on
    assert "O konto występuje do biura" in on_owner
    assert admin.get(f"{API}/leave").status_code == 404


def test_why_an_operator_stopped_it_is_said(
    world: World, settings: Settings, admin: Someone
) -> None:
    leaving = admin.post(f"{API}/leave").json
    line = prepare(settings)[0].split()
    body = {"reason_code": "court_order", "reason": "Postanowienie sądu."}
    world.sign_in(line[1], line[-1]).post(f"/v1/leavings/{leaving['id']}/stop", body)

    page = browser_of(world, admin).open(ENDING).text

    assert "Powód: Postanowienie sądu." in page


def test_the_bureau_that_owns_the_account_is_led_to_its_panel(world: World, admin: Someone) -> None:
    admin.post(f"{API}/leave")
    browser = browser_of(world, world.sign_in("biuro500@example.com"))

    assert "/panel/biuro500/clients/acme" in browser.open(ENDING).text
    assert "/panel/biuro500/clients/acme" in browser.open("/account/acme/settings/owner").text


def test_without_a_bureau_the_page_says_where_one_is_let_in(world: World) -> None:
    browser = browser_of(world, world.account("acme"))

    page = browser.open(ENDING).text

    assert "Tego konta nie obsługuje żadne biuro" in page
    assert 'href="/account/acme/settings/users#bureau"' in page
    assert browser.post(PACKAGE).status_code == 409
