"""An export into the books tells accounts which documents are in it."""

import json

import pytest
from sqlalchemy import select

from services.exports.exported import booking
from shared.outbox import outbox
from tests.exports.world import a_document, recorded

BOOKED = "exports.account.documents_booked.v1"


@pytest.fixture
def world(either_world):
    return either_world


@pytest.fixture
def account(world):
    return world.has_account("acme")


def booked(world):
    with world.sessions() as session:
        query = select(outbox.c.body).where(outbox.c.name == BOOKED).order_by(outbox.c.id)
        return [json.loads(body)["data"] for body in session.scalars(query)]


@pytest.mark.parametrize("role", ["owner", "admin", "accountant"])
def test_whoever_may_export_may_put_into_the_books(world, account, role):
    document, _ = world.has_documents(account, 2)
    person = world.person({account: role})

    done = world.exported(person, "acme", format="vat_register_csv", mark_booked=True)

    assert done["mark_booked"] is True
    (message,) = booked(world)
    assert (message["account_id"], message["job_id"]) == (account, done["id"])
    assert len(message["documents"]) == 2
    assert {"id": document["id"], "version": document["version"]} in message["documents"]


def test_an_export_that_is_not_for_the_books_locks_nothing(world, account):
    world.has_documents(account, 1)
    owner = world.person({account: "owner"})

    assert world.exported(owner, "acme", format="vat_register_csv")["mark_booked"] is False

    assert booked(world) == []


def test_many_documents_are_announced_some_at_a_time(world, account):
    count = 2 * booking.AT_MOST + 1
    for number in range(count):
        world.hears(recorded(account, a_document(number=f"FV {number}/10/2026")))
    world.make_time_pass()

    world.exported(
        world.person({account: "owner"}), "acme", format="vat_register_csv", mark_booked=True
    )

    sizes = [len(message["documents"]) for message in booked(world)]
    assert sizes == [booking.AT_MOST, booking.AT_MOST, 1]
    assert len({d["id"] for message in booked(world) for d in message["documents"]}) == count


def test_a_document_that_the_format_left_out_is_not_in_the_books(world, account):
    world.hears(recorded(account, a_document(kind="proforma")))
    world.make_time_pass()

    done = world.exported(
        world.person({account: "owner"}), "acme", format="vat_register_csv", mark_booked=True
    )

    assert [each["code"] for each in done["problems"]][:1] == ["unsupported_document"]
    assert booked(world) == []


def test_a_new_version_that_says_the_same_is_no_change(world, account):
    (document,) = world.has_documents(account, 1)
    owner = world.person({account: "owner"})
    world.exported(owner, "acme", format="vat_register_csv")

    world.hears(recorded(account, document | {"version": document["version"] + 1}))
    world.make_time_pass()

    again = world.exported(owner, "acme", format="vat_register_csv", only="new_and_changed")
    assert again["progress"]["done"] == 0
    everything = world.exported(owner, "acme", format="vat_register_csv", only="all")
    assert everything["progress"]["done"] == 1
