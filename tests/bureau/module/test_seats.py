"""Seats: the books always add up, and a seat goes back once."""

import pytest

from services.bureau.module import actions, seats
from services.bureau.module.models import Module
from shared.errors import Refused


@pytest.fixture
def module(stage):
    """A module with two seats, locked in a transaction that the test ends."""
    stage.bureau(size=2)
    with stage.sessions.begin() as session:
        yield session, actions.lock(session, stage.accounts["biuro500"])


def test_a_full_package_gives_no_seat(module):
    session, package = module
    seats.take(session, package, "a")
    seats.take(session, package, "b")

    with pytest.raises(Refused) as refused:
        seats.take(session, package, "c")

    assert refused.value.code == "package_full"
    assert package.used == 2


def test_a_seat_given_back_twice_is_given_back_once(module):
    session, package = module
    seats.take(session, package, "a")
    seats.take(session, package, "b")

    seats.give_back(session, package, "a")
    seats.give_back(session, package, "a")

    assert package.used == 1


def test_who_never_had_a_seat_gives_none_back(module):
    session, package = module
    seats.take(session, package, "a")

    seats.give_back(session, package, "somebody else")

    assert package.used == 1


def test_who_waits_longest_gets_the_next_free_seat(module):
    session, package = module
    for holder in ("a", "b"):
        seats.take(session, package, holder)
    for holder in ("first", "second"):
        seats.claim(session, package, holder)

    seats.give_back(session, package, "a")

    assert package.used == 2
    assert seats.waiting(session, package.id) == 1
    seats.give_back(session, package, "first")
    assert seats.waiting(session, package.id) == 0
    assert package.used == 2


def test_a_claim_that_is_dropped_frees_no_seat(module):
    session, package = module
    for holder in ("a", "b"):
        seats.take(session, package, holder)
    seats.claim(session, package, "waiting")

    seats.give_back(session, package, "waiting")

    assert (package.used, seats.waiting(session, package.id)) == (2, 0)


def test_a_larger_package_serves_those_who_wait(stage):
    owner = stage.bureau(size=0)
    with stage.sessions.begin() as session:
        seats.claim(session, actions.lock(session, stage.accounts["biuro500"]), "waiting")

    address = "/v1/bureaus/biuro500/module"
    stage.call("PUT", address, stage.operator, {"package_size": 3})

    assert stage.get(address, owner).json["package"] == {"size": 3, "used": 1, "waiting": 0}


def test_the_database_itself_refuses_more_seats_than_the_package_has(stage):
    stage.bureau(size=1)

    with pytest.raises(Exception, match="CHECK"), stage.sessions.begin() as session:
        session.get_one(Module, stage.accounts["biuro500"]).used = 2
