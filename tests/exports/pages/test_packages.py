"""Hand-over packages on pages: their state, file and certificate, and who sees them."""

import pytest

from tests.exports.handover_packages.played import Played, played
from tests.exports.pages.test_jobs import browser_of
from tests.exports.test_isolation import a_verified_package, ids, strangers
from tests.exports.world import Person, World, a_document

__all__ = ["ids"]

PACKAGES = "/export/acme/packages"
PARTS = ("", "/latest", "/{id}/file", "/{id}/certificate.pdf")


@pytest.fixture
def account(world: World) -> Played:
    found = played(world)
    found.has(a_document(number="FV 1/10/2026", issue_date="2026-10-03"))
    return found


def owner_of(account: Played) -> Person:
    return account.world.person({account.account_id: "owner"})


def test_a_verified_package_gives_its_file_and_its_certificate(account: Played) -> None:
    package_id = account.asks()
    account.verified(package_id)
    browser = browser_of(account.world, owner_of(account))

    page, part = browser.open(PACKAGES).text, browser.open(f"{PACKAGES}/latest").text
    file = browser.open(f"{PACKAGES}/{package_id}/file")
    certificate = browser.open(f"{PACKAGES}/{package_id}/certificate.pdf")

    for shown in (page, part):
        assert "Sprawdzono" in shown
        assert f"{PACKAGES}/{package_id}/file" in shown

    assert file.data.startswith(b"PK")
    assert certificate.data.startswith(b"%PDF")
    assert "<html" not in part
    assert 'href="/' not in part  # It stands on pages of other addresses.


def test_what_is_missing_is_listed(account: Played) -> None:
    package_id = account.asks()
    account.has(a_document(number="FV 2/10/2026", issue_date="2026-10-04"), told=False)
    with account.world.sessions.begin() as session:
        package = session.get_one(type(account.row(package_id)), package_id)
        package.differences = [
            {"code": "missing", "number": "FV 2/10/2026", "id": None, "day": "2026-10-04"}
        ]

    page = browser_of(account.world, owner_of(account)).open(PACKAGES).text

    assert "FV 2/10/2026" in page
    assert "4 paź 2026" in page
    assert "/file" not in page


def test_before_it_is_verified_there_is_nothing_to_download(account: Played) -> None:
    package_id = account.asks()
    browser = browser_of(account.world, owner_of(account))

    assert browser.open(f"{PACKAGES}/{package_id}/file").status_code == 404
    assert browser.open(f"{PACKAGES}/{package_id}/certificate.pdf").status_code == 404


def test_without_a_package_the_page_leads_to_where_one_is_asked_for(account: Played) -> None:
    browser = browser_of(account.world, owner_of(account))

    assert "/account/acme/settings/ending" in browser.open(PACKAGES).text
    assert "nie ma jeszcze pakietu" in browser.open(f"{PACKAGES}/latest").text


def test_the_bureau_sees_the_package_of_its_client(account: Played) -> None:
    package_id = account.asks()
    account.verified(package_id)
    lead = browser_of(account.world, account.world.person({account.bureau_id: "owner"}))

    assert package_id in lead.open(f"{PACKAGES}/latest").text
    assert lead.open(f"{PACKAGES}/{package_id}/file").status_code == 200


def test_who_may_not_export_has_no_package(account: Played) -> None:
    member = browser_of(account.world, account.world.person({account.account_id: "member"}))

    assert member.open(PACKAGES).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_a_stranger_finds_no_package(world: World, ids: list[str], part: str) -> None:
    world.has_documents(ids[0])
    package_id = a_verified_package(world, ids[0])

    for why, stranger in strangers(world, ids).items():
        answer = browser_of(world, stranger).open(PACKAGES + part.format(id=package_id))
        assert answer.status_code in (307, 404), why
