"""Exports that a bureau asks for over the bus."""

import json

import pytest
from sqlalchemy import select

from services.exports.jobs.models import Job
from shared.contracts.accounts import RolesChanged
from shared.contracts.bureau import ClientDetached, ExportRequested
from shared.ids import new_id
from shared.outbox import outbox
from tests.exports.world import OCTOBER

ARGUMENTS = {"format": "vat_register_csv", "period": OCTOBER}


@pytest.fixture
def bureau(world):
    return world.has_account("biuro")


@pytest.fixture
def clients(world, bureau):
    """Two active clients of the bureau, by account id with the link's."""
    found = [world.has_account(prefix) for prefix in ("first", "second")]
    return {account: world.has_client(account, bureau) for account in found}


def an_order(bureau, accounts, who, **arguments):
    return ExportRequested(
        export_id=new_id(),
        bureau_id=bureau,
        requested_by=who.id,
        accounts=list(accounts),
        arguments=ARGUMENTS | arguments,
    )


def carried_out(world, order, who):
    world.hears(order)
    world.run()
    return world.shown(who, order.export_id)


def test_an_order_makes_an_export_with_its_id_for_the_one_who_asked(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    world.has_documents(next(iter(clients)))

    done = carried_out(world, an_order(bureau, clients, admin), admin)

    assert (done["state"], done["accounts"]) == ("completed", ["first", "second"])
    assert (done["progress"], done["period"]) == ({"done": 1, "total": 1}, OCTOBER)
    assert world.file(admin, done).status_code == 200
    assert (
        world.get(world.person({bureau: "admin"}), f"/v1/exports/{done['id']}").status_code == 404
    )


def test_an_order_may_put_all_clients_into_the_books(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    documents = {account: world.has_documents(account)[0]["id"] for account in clients}

    order = an_order(bureau, clients, admin, mark_booked=True, only="new_and_changed")
    done = carried_out(world, order, admin)

    assert (done["mark_booked"], done["only"]) == (True, "new_and_changed")
    with world.sessions() as session:
        query = select(outbox.c.body).where(outbox.c.name == "exports.account.documents_booked.v1")
        told = [json.loads(body)["data"] for body in session.scalars(query)]
    assert {each["account_id"]: each["documents"][0]["id"] for each in told} == documents
    again = an_order(bureau, clients, admin, mark_booked=True, only="all")
    assert carried_out(world, again, admin)["progress"]["done"] == 2


def test_an_order_without_a_direction_asks_for_what_the_format_carries(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    order = an_order(bureau, clients, admin, format="jpk_fa_4")

    world.hears(order)

    assert world.shown(admin, order.export_id)["direction"] == "sale"


def test_an_order_that_comes_again_makes_no_second_export(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    order = an_order(bureau, clients, admin)
    carried_out(world, order, admin)

    again = carried_out(world, order, admin)

    assert again["state"] == "completed"
    with world.sessions() as session:
        assert session.query(Job).count() == 1


def test_a_client_that_is_lost_before_the_run_is_left_out(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    order = an_order(bureau, clients, admin)
    world.hears(order)
    account, link = list(clients.items())[1]

    world.hears(ClientDetached(client_id=link, account_id=account, bureau_id=bureau))
    world.run()

    done = world.shown(admin, order.export_id)
    assert done["state"] == "completed"
    assert [(p["account"], p["code"]) for p in done["problems"]] == [("second", "not_found")]


def test_who_lost_the_role_in_the_bureau_gets_no_file(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    world.hears(RolesChanged(user_id=admin.id, roles_version=2, roles={}))

    failed = carried_out(world, an_order(bureau, clients, admin), admin)

    assert (failed["state"], failed["error"]["code"]) == ("failed", "not_found")


def test_an_account_that_nobody_told_of_is_reported_and_the_others_go_on(world, bureau, clients):
    admin, unknown = world.person({bureau: "admin"}), new_id()

    done = carried_out(world, an_order(bureau, [*clients, unknown], admin), admin)

    assert done["state"] == "completed"
    assert [(p["account"], p["code"]) for p in done["problems"]] == [(unknown, "not_found")]


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({"format": "word_perfect_for_accountants_and_others"}, "format"),
        ({"format": None}, "format"),
        ({"period": {"from": "2026-10-31", "to": "2026-10-01"}}, "period/to"),
        ({"period": {"from": "yesterday", "to": "2026-10-01"}}, "period/from"),
        ({"options": {"colour": "red"}}, "options/colour"),
        ({"customers": ["first"]}, "customers"),
    ],
)
def test_a_bad_argument_makes_a_failed_export_that_names_it(
    world, bureau, clients, arguments, wrong
):
    admin = world.person({bureau: "admin"})

    failed = carried_out(world, an_order(bureau, clients, admin, **arguments), admin)

    assert (failed["state"], failed["error"]["code"]) == ("failed", "invalid")
    (problem,) = failed["problems"]
    assert problem["code"] == "invalid_argument"
    assert f"“{wrong}”" in problem["detail"]
    assert failed["ended_at"]


def test_arguments_of_no_kind_at_all_fail_the_export_too(world, bureau, clients):
    admin = world.person({bureau: "admin"})
    order = ExportRequested(
        export_id=new_id(),
        bureau_id=bureau,
        requested_by=admin.id,
        accounts=list(clients),
        arguments=["format", "period"],
    )

    failed = carried_out(world, order, admin)

    assert (failed["state"], failed["error"]["code"]) == ("failed", "invalid")
