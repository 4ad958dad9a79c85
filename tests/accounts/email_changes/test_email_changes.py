"""A person's e-mail changes once both mailboxes have said yes, and not to one that is taken."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from services.accounts.email_changes.actions import forget_old
from services.accounts.password_resets.actions import answer_asked
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World

EMAIL = "/v1/me/email"
OLD, NEW = "jan@example.com", "nowy@example.com"


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", OLD)


def ask(someone: Someone, email: str = NEW) -> Any:
    return someone.put(EMAIL, {"email": email, "password": PASSWORD})


def tokens(world: World, old: str = OLD, new: str = NEW) -> list[str]:
    """The tokens that were mailed to the old and to the new address."""
    sent = (world.mailed(old, "email_change_old"), world.mailed(new, "email_change_new"))
    return [facts["token"] for facts in sent]


def confirm(world: World, token: str) -> Any:
    return world.nobody.post(f"{EMAIL}/confirmation", {"token": token})


@pytest.mark.parametrize("order", [1, -1])
def test_it_changes_with_the_second_confirmation(world: World, jan: Someone, order: int) -> None:
    asked = ask(jan)

    first, second = (confirm(world, token) for token in tokens(world)[::order])

    assert (asked.status_code, asked.json["state"]) == (202, "waiting")
    assert [a.json["state"] for a in (first, second)] == ["waiting", "changed"]
    me = world.sign_in(NEW).get("/v1/me").json
    assert (me["id"], me["email"], me["email_verified"]) == (jan.id, NEW, True)
    assert jan.get("/v1/me").json["email"] == NEW
    refused = world.nobody.post("/v1/sessions", {"email": OLD, "password": PASSWORD})
    assert refused.status_code == 401
    assert world.mailed(OLD, "email_changed") == world.mailed(NEW, "email_changed")
    assert world.said("accounts.user.roles_changed.v1")[-1]["email"] == NEW


def test_one_mailbox_alone_changes_nothing(world: World, jan: Someone) -> None:
    ask(jan)
    old, _ = tokens(world)

    again = [confirm(world, old) for _ in range(2)]

    assert [a.json["old_confirmed"] for a in again] == [True, True]
    assert jan.get("/v1/me").json["email"] == OLD
    shown = jan.get(EMAIL).json
    assert (shown["email"], shown["old_confirmed"], shown["new_confirmed"]) == (NEW, True, False)


def test_asking_takes_the_password(jan: Someone) -> None:
    refused = jan.put(EMAIL, {"email": NEW, "password": "wrong password"})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/password")


def test_the_own_address_is_no_change(jan: Someone) -> None:
    assert ask(jan, OLD.upper()).json["errors"][0]["pointer"] == "/email"


def test_whether_an_address_is_taken_is_told_to_nobody_but_its_reader(
    world: World, jan: Someone
) -> None:
    world.account("other", NEW)

    free, taken = ask(jan, "free@example.com"), ask(jan)
    old, new = tokens(world)
    confirm(world, old)
    refused = confirm(world, new)

    assert free.status_code == taken.status_code == 202
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert jan.get("/v1/me").json["email"] == OLD


def test_a_link_that_ran_out_changes_nothing(world: World, jan: Someone) -> None:
    ask(jan)
    old, new = tokens(world)
    confirm(world, old)

    with time_machine.travel(now() + timedelta(hours=25)):
        assert confirm(world, new).status_code == 422
        with world.sessions.begin() as session:
            forget_old(session)
    assert jan.get(EMAIL).status_code == 404


def test_a_new_wish_replaces_the_one_before(world: World, jan: Someone) -> None:
    ask(jan)
    before = tokens(world)

    ask(jan, "third@example.com")

    assert [confirm(world, token).status_code for token in before] == [422, 422]
    assert jan.get(EMAIL).json["email"] == "third@example.com"


def test_a_wish_may_be_taken_back(world: World, jan: Someone) -> None:
    ask(jan)

    codes = [jan.delete(EMAIL).status_code for _ in range(2)]

    assert codes == [204, 404]
    assert [confirm(world, token).status_code for token in tokens(world)] == [422, 422]


def test_what_was_mailed_to_the_old_address_is_dead(world: World, jan: Someone) -> None:
    world.nobody.post("/v1/password_resets", {"email": OLD})
    answer_asked(world.sessions)
    reset = world.mailed(OLD, "password_reset")["token"]
    ask(jan)

    for token in tokens(world):
        confirm(world, token)

    body = {"token": reset, "password": "a quite new password"}
    assert world.nobody.post("/v1/password_resets/complete", body).status_code == 422


def test_a_place_that_was_kept_waits_at_the_new_address(world: World, jan: Someone) -> None:
    other = world.account("other")
    body = {"email": OLD, "role": "member", "invite": True}
    other.post("/v1/accounts/other/users", body)
    place = world.mailed(OLD, "membership")["token"]
    ask(jan)

    for token in tokens(world):
        confirm(world, token)
    accepted = jan.post(f"/v1/invitations/{place}/accept")

    assert accepted.status_code == 200
    assert jan.get("/v1/accounts/other").status_code == 200


def test_an_account_offered_to_the_old_mailbox_is_not_taken_with_an_old_token(
    world: World, jan: Someone
) -> None:
    other = world.account("other")
    offer = other.post("/v1/accounts/other/ownership_transfers", {"email": OLD}).json["id"]
    ask(jan)

    for token in tokens(world):
        confirm(world, token)

    assert jan.post(f"/v1/ownership_transfers/{offer}/accept").status_code == 404
