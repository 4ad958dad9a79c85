"""What exports keeps of what accounts and bureau tell."""

import json

import pytest
from sqlalchemy import select

from services.exports.copies.content import DamagedOriginal, accounting_date
from services.exports.copies.models import Account, Client, Document, Original
from shared.contracts.accounts import (
    BureauLinked,
    BureauRoleGranted,
    BureauRoleRevoked,
    BureauUnlinked,
    CompanyChanged,
    OwnerChanged,
)
from shared.contracts.bureau import (
    ClientActivated,
    ClientAssigned,
    ClientDeactivated,
    ClientDetached,
    ClientHandedOver,
)
from tests.exports.world import World, a_document, an_account, an_original, recorded

IDS = {"account_id": "acc-1", "bureau_id": "bur-1"}


def the(world: World, model):
    with world.sessions() as session:
        return session.scalars(select(model)).one()


def test_an_account_is_kept_as_it_is_now(world):
    world.hears(
        an_account("acc-1", "Acme"),
        CompanyChanged(account_id="acc-1", prefix="Acme", company={"name": "Nowa"}),
        OwnerChanged(account_id="acc-1", owner_kind="user", owner_id="usr-2", owner_version=2),
    )

    account = the(world, Account)

    assert (account.prefix, account.company) == ("acme", {"name": "Nowa"})
    assert (account.owner_kind, account.owner_id) == ("user", "usr-2")


def test_the_linked_bureau_is_known_by_its_link_and_its_role(world):
    world.hears(an_account("acc-1"), BureauLinked(link_id="lnk-1", **IDS))
    assert (the(world, Account).link_id, the(world, Account).bureau_role) == ("lnk-1", None)

    world.hears(BureauRoleGranted(link_id="lnk-1", role="accountant", **IDS))
    assert the(world, Account).bureau_role == "accountant"

    world.hears(BureauRoleRevoked(link_id="lnk-1", **IDS))
    assert (the(world, Account).link_id, the(world, Account).bureau_role) == ("lnk-1", None)

    world.hears(BureauUnlinked(link_id="lnk-1", **IDS))
    assert (the(world, Account).link_id, the(world, Account).bureau_id) == (None, None)


@pytest.mark.parametrize(
    ("message", "is_open", "is_over"),
    [
        (ClientActivated, True, False),
        (ClientHandedOver, True, False),
        (ClientDeactivated, False, False),
        (ClientDetached, False, True),
    ],
)
def test_a_client_is_open_while_it_is_active_or_handed_over(world, message, is_open, is_over):
    world.hears(message(client_id="lnk-1", **IDS))

    client = the(world, Client)

    assert (client.is_open, client.is_over) == (is_open, is_over)


def test_who_looks_after_a_client_outlives_its_states(world):
    world.hears(
        ClientAssigned(client_id="lnk-1", user_ids=["usr-1"], **IDS),
        ClientActivated(client_id="lnk-1", **IDS),
    )

    assert the(world, Client).assigned == ["usr-1"]


def test_a_document_may_come_before_its_account(world):
    made = a_document()

    world.hears(recorded("acc-1", made))

    copy = the(world, Document)
    assert json.loads(copy.content) == made
    assert (copy.account_id, copy.number, copy.kind) == ("acc-1", made["number"], "vat")


def test_only_the_newest_version_of_a_document_is_kept(world):
    made = a_document()
    newer = made | {"version": 3, "number": "FV 2"}
    world.hears(recorded("acc-1", newer), recorded("acc-1", made))

    copy = the(world, Document)

    assert (copy.version, copy.number) == (3, "FV 2")


def test_the_hash_of_a_document_depends_on_what_it_says_and_not_on_the_order(world):
    made = a_document()
    world.hears(recorded("acc-1", made))
    first = the(world, Document).sha256

    world.hears(recorded("acc-1", dict(reversed(list((made | {"version": 2}).items())))))
    world.hears(recorded("acc-1", made | {"version": 3, "id": "doc-2"}))

    with world.sessions() as session:
        by_id = {d.id: d.sha256 for d in session.scalars(select(Document))}
    assert by_id[made["id"]] == first
    assert len(set(by_id.values())) == 2


def test_an_original_is_kept_byte_for_byte(world):
    made = a_document()
    content = bytes(range(256)) * 100

    world.hears(recorded("acc-1", made, an_original(content)))

    assert the(world, Original).content == content


@pytest.mark.parametrize(
    "changes", [{"sha256": "0" * 64}, {"content": "bm8gemxpYg=="}, {"content": "%"}]
)
def test_an_original_that_is_not_what_its_hash_says_is_not_taken(world, changes):
    with pytest.raises(DamagedOriginal):
        world.hears(recorded("acc-1", a_document(), an_original(**changes)))

    with world.sessions() as session:
        assert session.scalars(select(Document)).all() == []


def test_a_document_without_a_sale_date_is_sold_when_it_is_issued(world):
    world.hears(recorded("acc-1", a_document(sale_date=None, issue_date="2026-10-09")))

    assert the(world, Document).sale_date.isoformat() == "2026-10-09"


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"vat_date": "2026-11-01", "income_tax_date": "2026-12-01"}, "2026-11-01"),
        ({"income_tax_date": "2026-12-01", "receipt_date": "2026-10-20"}, "2026-12-01"),
        ({"income": False, "receipt_date": "2026-10-20"}, "2026-10-20"),
        ({"income": True, "receipt_date": "2026-10-20", "sale_date": "2026-10-07"}, "2026-10-07"),
        ({"income": False, "sale_date": None, "issue_date": "2026-10-05"}, "2026-10-05"),
    ],
)
def test_the_accounting_date_is_the_booking_date_or_what_stands_for_it(facts, day):
    assert accounting_date(a_document(**facts)).isoformat() == day
