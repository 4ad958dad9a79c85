"""Who may export which account, and who no longer may."""

from datetime import timedelta

import pytest

from shared.auth.knowledge import LONGEST_TOKEN_LIFE
from shared.contracts.accounts import BureauRoleRevoked, BureauUnlinked, RolesChanged, SessionEnded
from shared.contracts.bureau import (
    ClientActivated,
    ClientAssigned,
    ClientDeactivated,
    ClientDetached,
    ClientHandedOver,
)
from shared.ids import new_id

SILENT = LONGEST_TOKEN_LIFE + timedelta(seconds=1)


@pytest.fixture
def ids(world):
    """An account that is the active client of a bureau."""
    account, bureau = world.has_account("acme"), world.has_account("biuro")
    return {
        "account_id": account,
        "bureau_id": bureau,
        "client_id": world.has_client(account, bureau),
    }


def of_link(ids):
    return {
        "account_id": ids["account_id"],
        "bureau_id": ids["bureau_id"],
        "link_id": ids["client_id"],
    }


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 202), ("admin", 202), ("accountant", 202), ("member", 403)]
)
def test_owner_admin_and_accountant_export_and_a_member_only_sees(world, role, status):
    account = world.has_account("acme")

    answer = world.export(world.person({account: role}), "acme")

    assert answer.status_code == status


def test_an_account_that_one_may_not_see_is_not_found(world):
    world.has_account("acme")

    answer = world.export(world.person(), "acme")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 202), ("admin", 202), ("member", 404), ("accountant", 404)]
)
def test_a_bureau_exports_its_active_clients_through_its_own_people(world, ids, role, status):
    colleague = world.person({ids["bureau_id"]: role})

    assert world.export(colleague, "acme").status_code == status


def test_a_member_of_the_bureau_exports_the_clients_that_are_assigned_to_it(world, ids):
    member = world.person({ids["bureau_id"]: "member"})
    assert world.export(member, "acme").status_code == 404

    world.hears(ClientAssigned(**ids, user_ids=[member.id]))

    assert world.export(member, "acme").status_code == 202


def test_a_product_exports_by_its_roles(world):
    account = world.has_account("acme")

    assert world.export(world.person({account: "admin"}, kind="product"), "acme").status_code == 202
    assert world.export(world.person(kind="product"), "acme").status_code == 404


def test_an_operator_exports_nothing(world):
    world.has_account("acme")

    assert world.export(world.person(operator=True), "acme").status_code == 404


def test_a_bureau_whose_client_is_only_linked_sees_it_and_may_not_export(world, ids):
    accountant = world.person({ids["bureau_id"]: "admin"})

    world.hears(ClientDeactivated(**ids), BureauRoleRevoked(**of_link(ids)))

    assert world.export(accountant, "acme").status_code == 403


@pytest.mark.parametrize("closed_by", [BureauRoleRevoked, BureauUnlinked])
def test_accounts_alone_closes_a_client(world, ids, closed_by):
    accountant = world.person({ids["bureau_id"]: "owner"})

    world.hears(closed_by(**of_link(ids)))

    assert world.export(accountant, "acme").status_code in (403, 404)


@pytest.mark.parametrize(("closed_by", "status"), [(ClientDetached, 404), (ClientDeactivated, 403)])
def test_bureau_alone_closes_a_client(world, ids, closed_by, status):
    accountant = world.person({ids["bureau_id"]: "owner"})

    world.hears(closed_by(**ids))

    assert world.export(accountant, "acme").status_code == status


def test_a_client_that_was_handed_over_stays_open(world, ids):
    accountant = world.person({ids["bureau_id"]: "owner"})

    world.hears(ClientHandedOver(**ids))

    assert world.export(accountant, "acme").status_code == 202


def test_late_news_of_an_old_link_opens_nothing(world, ids):
    accountant = world.person({ids["bureau_id"]: "owner"})
    world.hears(ClientDetached(**ids), BureauUnlinked(**of_link(ids)))

    world.hears(ClientActivated(**(ids | {"client_id": new_id()})))

    assert world.export(accountant, "acme").status_code == 404


def test_a_role_that_was_lost_closes_although_the_token_still_names_it(world):
    account = world.has_account("acme")
    person = world.person({account: "owner"})

    world.hears(RolesChanged(user_id=person.id, roles_version=2, roles={}))

    assert world.export(person, "acme").status_code == 404


def test_a_role_that_was_gained_opens_although_the_token_does_not_name_it(world):
    account = world.has_account("acme")
    person = world.person()

    world.hears(RolesChanged(user_id=person.id, roles_version=2, roles={account: "owner"}))

    assert world.export(person, "acme").status_code == 202


def test_an_ended_session_is_let_in_nowhere(world):
    session_id = new_id()
    person = world.person(sid=session_id)

    world.hears(SessionEnded(session_id=session_id, user_id=person.id))

    assert world.get(person, "/v1/exports").status_code == 401


def test_when_the_bus_is_silent_too_long_a_bureau_waits_and_a_client_does_not(world, ids):
    accountant = world.person({ids["bureau_id"]: "owner"})
    owner = world.person({ids["account_id"]: "owner"})
    done = world.exported(accountant, "acme")
    world.bus_is_heard(ago=SILENT)

    refused = world.export(accountant, "acme")

    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert world.file(accountant, done).status_code == 503
    assert world.shown(accountant, done["id"])["file"] is None
    assert world.export(accountant, "biuro").status_code == 202
    assert world.export(owner, "acme").status_code == 202


def test_an_outage_that_is_shorter_than_a_token_lives_changes_nothing(world, ids):
    accountant = world.person({ids["bureau_id"]: "owner"})

    world.bus_is_heard(ago=LONGEST_TOKEN_LIFE - timedelta(seconds=5))

    assert world.export(accountant, "acme").status_code == 202


def test_the_silence_of_the_bus_tells_a_stranger_nothing(world, ids):
    world.bus_is_heard(ago=SILENT)

    assert world.export(world.person(), "acme").status_code == 404


@pytest.mark.parametrize(
    ("permissions", "status"),
    [(["export"], 202), (["see_documents", "change_documents", "settings"], 403), ([], 403)],
)
def test_a_custom_role_exports_where_it_says_so(world, permissions, status):
    account = world.has_account("acme")
    person = world.person({account: "custom"}, permissions={account: permissions})

    assert world.export(person, "acme").status_code == status


@pytest.mark.parametrize(("now_permits", "status"), [(["export"], 202), (["see_documents"], 403)])
def test_a_custom_role_that_changed_counts_at_once(world, now_permits, status):
    account = world.has_account("acme")
    then = ["export"] if status == 403 else ["see_documents"]
    person = world.person({account: "custom"}, permissions={account: then})

    world.hears(
        RolesChanged(
            user_id=person.id,
            roles_version=2,
            roles={account: "custom"},
            permissions={account: now_permits},
        )
    )

    assert world.export(person, "acme").status_code == status


def test_a_sender_that_knows_no_custom_roles_lets_nobody_export_by_one(world):
    account = world.has_account("acme")

    assert world.export(world.person({account: "custom"}), "acme").status_code == 403


@pytest.mark.parametrize(("permissions", "status"), [(["export"], 202), (["see_documents"], 403)])
def test_a_custom_role_in_the_bureau_exports_what_is_assigned_to_it(
    world, ids, permissions, status
):
    bureau = ids["bureau_id"]
    person = world.person({bureau: "custom"}, permissions={bureau: permissions})
    assert world.export(person, "acme").status_code == 404

    world.hears(ClientAssigned(**ids, user_ids=[person.id]))

    assert world.export(person, "acme").status_code == status
