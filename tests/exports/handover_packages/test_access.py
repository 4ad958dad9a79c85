"""Who sees a package, its file and its certificate, before the end and after it."""

import hashlib
from datetime import timedelta

import pytest

from shared.auth.knowledge import LONGEST_TOKEN_LIFE
from shared.contracts.accounts import BureauLinked, BureauRoleGranted, BureauUnlinked
from shared.contracts.bureau import ClientActivated, ClientDetached, ClientLinked
from shared.ids import new_id
from tests.exports.handover_packages.played import Played, played
from tests.exports.world import Person, World, a_document

RULE = "/v1/accounts/acme/handover_packages"
PARTS = ("", "/{id}", "/{id}/file", "/{id}/certificate.pdf")


@pytest.fixture
def account(world: World) -> Played:
    found = played(world)
    found.has(a_document(number="FV 1/10/2026", issue_date="2026-10-03"))
    return found


@pytest.fixture
def package_id(account: Played) -> str:
    package_id = account.asks()
    account.verified(package_id)
    return package_id


def statuses(account: Played, who: Person, package_id: str) -> list[int]:
    paths = [RULE + part.format(id=package_id) for part in PARTS]
    return [
        account.world.http.get(path, headers=who.headers, buffered=True).status_code
        for path in paths
    ]


def detach(account: Played) -> None:
    ids = {"account_id": account.account_id, "bureau_id": account.bureau_id}
    account.world.hears(
        ClientDetached(client_id=account.client_id, **ids),
        BureauUnlinked(link_id=account.client_id, **ids),
    )


@pytest.mark.parametrize("role", ["owner", "admin", "accountant"])
def test_the_clients_people_keep_it_after_the_end(
    account: Played, package_id: str, role: str
) -> None:
    person = account.world.person({account.account_id: role})
    before = statuses(account, person, package_id)

    detach(account)

    assert (before, statuses(account, person, package_id)) == ([200] * 4, [200] * 4)


def test_the_clients_people_have_it_while_the_bus_is_silent(
    account: Played, package_id: str
) -> None:
    account.world.bus_is_heard(ago=LONGEST_TOKEN_LIFE + timedelta(seconds=1))

    person = account.world.person({account.account_id: "owner"})

    assert statuses(account, person, package_id) == [200] * 4


def test_a_member_of_the_client_sees_the_account_and_not_the_package(
    account: Played, package_id: str
) -> None:
    member = account.world.person({account.account_id: "member"})

    assert statuses(account, member, package_id) == [403] * 4


def test_the_bureau_has_it_while_it_serves_the_client_and_no_longer(
    account: Played, package_id: str
) -> None:
    lead = account.world.person({account.bureau_id: "owner"})
    before = statuses(account, lead, package_id)

    detach(account)

    assert (before, statuses(account, lead, package_id)) == ([200] * 4, [404] * 4)


def test_the_next_bureau_does_not_see_what_the_one_before_left(
    account: Played, package_id: str
) -> None:
    detach(account)
    next_bureau, link_id = new_id(), new_id()
    ids = {"account_id": account.account_id, "bureau_id": next_bureau}
    account.world.hears(
        BureauLinked(link_id=link_id, **ids),
        ClientLinked(client_id=link_id, **ids),
        BureauRoleGranted(link_id=link_id, role="accountant", **ids),
        ClientActivated(client_id=link_id, **ids),
    )

    lead = account.world.person({next_bureau: "owner"})

    assert statuses(account, lead, package_id) == [200, 404, 404, 404]
    assert account.world.get(lead, RULE).json["items"] == []


def test_before_it_is_verified_there_is_no_file_and_no_certificate(account: Played) -> None:
    package_id = account.asks()
    owner = account.world.person({account.account_id: "owner"})

    assert statuses(account, owner, package_id) == [200, 200, 404, 404]
    shown = account.world.get(owner, f"{RULE}/{package_id}").json
    assert (shown["state"], shown["file"], shown["bureau"]) == ("asked", None, "Biuro 500")


def test_the_file_comes_in_ranges_under_its_sha256(account: Played, package_id: str) -> None:
    owner = account.world.person({account.account_id: "owner"})
    shown = account.world.get(owner, f"{RULE}/{package_id}").json
    path = f"{RULE}/{package_id}/file"

    def get(**headers: str):
        return account.world.http.get(path, headers=owner.headers | headers, buffered=True)

    whole, begin = get(), get(Range="bytes=0-3")
    digest = hashlib.sha256(whole.data).hexdigest()
    assert whole.headers["ETag"] == f'"{digest}"'
    assert (shown["file"]["sha256"], shown["file"]["size"]) == (digest, len(whole.data))
    assert (begin.status_code, begin.data) == (206, b"PK\x03\x04")
    assert get(**{"If-None-Match": f'"{digest}"'}).status_code == 304


def test_packages_outlive_the_expiry_of_exports(account: Played, package_id: str) -> None:
    from services.exports.app import storage
    from services.exports.handover_packages.models import HandoverPackage
    from services.exports.jobs.expiry import expire
    from shared.clock import now

    with account.world.sessions.begin() as session:
        session.query(HandoverPackage).update({"ended_at": now() - timedelta(days=3650)})

    with account.world.sessions.begin() as session:
        expire(session, storage(account.world.settings))

    owner = account.world.person({account.account_id: "owner"})
    assert statuses(account, owner, package_id) == [200] * 4
