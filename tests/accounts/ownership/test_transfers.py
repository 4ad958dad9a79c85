"""A person offers their account to another person, who answers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from services.accounts.ownership.chores import expire_due
from services.accounts.ownership.models import OwnershipTransfer
from shared.clock import now
from shared.history import history
from tests.accounts.builders import Someone, World

TRANSFERS = "/v1/accounts/acme/ownership_transfers"
JAN = "jan@example.com"
LATER = timedelta(days=14, seconds=1)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def offer(owner: Someone, email: str = JAN) -> Any:
    return owner.post(TRANSFERS, {"email": email})


def answer(someone: Someone, transfer: Any, word: str) -> Any:
    return someone.post(f"/v1/ownership_transfers/{transfer.json['id']}/{word}")


def owner_of(world: World, someone: Someone) -> str:
    return str(someone.get("/v1/accounts/acme").json["owner"]["id"])


def verified(world: World, prefix: str = "jans", email: str = JAN) -> Someone:
    someone = world.account(prefix, email)
    world.verify(someone)
    return someone


def test_nothing_changes_before_the_offer_is_accepted(world: World, owner: Someone) -> None:
    jan = verified(world)

    offered = offer(owner)

    assert offered.status_code == 201
    assert (offered.json["state"], offered.json["email"]) == ("offered", JAN)
    assert owner_of(world, owner) == owner.id
    assert jan.get("/v1/accounts/acme").status_code == 404
    assert jan.get("/v1/me").json["ownership_transfers"] == [
        {key: offered.json[key] for key in ("id", "account", "state", "expires_at")}
    ]


def test_the_invited_person_owns_the_account_after_accepting(world: World, owner: Someone) -> None:
    jan = verified(world)
    offered = offer(owner)
    said = len(world.said())

    accepted = answer(jan, offered, "accept")

    assert (accepted.status_code, accepted.json["state"]) == (200, "accepted")
    assert owner_of(world, jan) == jan.id
    assert world.names_since(said) == [
        "transfer.accepted",
        *["user.roles_changed"] * 2,
        "account.owner_changed",
    ]
    changed = world.said("accounts.account.owner_changed.v1")[0]
    assert (changed["owner_id"], changed["owner_version"]) == (jan.id, 2)
    assert jan.get("/v1/me").json["ownership_transfers"] == []


def test_the_owner_before_stays_as_administrator(world: World, owner: Someone) -> None:
    jan = verified(world)

    answer(jan, offer(owner), "accept")

    roles = world.said("accounts.user.roles_changed.v1")[-2:]
    account = world.id_of("acme")
    assert {m["user_id"]: m["roles"][account] for m in roles} == {
        owner.id: "admin",
        jan.id: "owner",
    }
    assert owner.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 200
    assert offer(owner, "eve@example.com").status_code == 403


def test_an_administrator_of_the_account_accepts_at_once(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")
    world.verify(admin)

    accepted = answer(admin, offer(owner, admin.email), "accept")

    assert accepted.status_code == 200
    users = admin.get("/v1/accounts/acme/users").json["items"]
    assert {user["id"]: user["role"] for user in users} == {admin.id: "owner", owner.id: "admin"}


@pytest.mark.parametrize("word", ["accept", "decline"])
def test_an_email_that_is_not_verified_does_not_answer(
    world: World, owner: Someone, word: str
) -> None:
    jan = world.account("jans", JAN)

    refused = answer(jan, offer(owner), word)

    assert (refused.status_code, refused.json["code"]) == (409, "email_not_verified")
    assert refused.json["fix"] == "https://accounts.test/v1/me/email_verification/mail"
    assert owner_of(world, owner) == owner.id


@pytest.mark.parametrize("word", ["accept", "decline"])
def test_only_the_invited_person_answers(world: World, owner: Someone, word: str) -> None:
    admin = world.with_role(owner, "acme", "admin")
    stranger = world.account("strangers")
    offered = offer(owner)

    assert answer(admin, offered, word).status_code == 403
    assert answer(owner, offered, word).status_code == 403
    assert answer(stranger, offered, word).status_code == 404


def test_only_the_owner_takes_the_offer_back(world: World, owner: Someone) -> None:
    jan = verified(world)
    admin = world.with_role(owner, "acme", "admin")
    stranger = world.account("strangers")
    offered = offer(owner)

    codes = [answer(p, offered, "cancel").status_code for p in (jan, admin, stranger)]
    cancelled = answer(owner, offered, "cancel")

    assert codes == [403, 403, 404]
    assert (cancelled.status_code, cancelled.json["state"]) == (200, "cancelled")
    assert answer(jan, offered, "accept").json["code"] == "step_refused"


def test_an_offer_is_not_answered_twice(world: World, owner: Someone) -> None:
    jan = verified(world)
    offered = offer(owner)
    answer(jan, offered, "decline")

    again = answer(jan, offered, "accept")

    assert (again.status_code, again.json["code"]) == (409, "step_refused")
    assert owner_of(world, owner) == owner.id


def test_there_is_one_open_offer_at_a_time(world: World, owner: Someone) -> None:
    first = offer(owner)

    second = offer(owner, "eve@example.com")

    assert (second.status_code, second.json["code"]) == (409, "transfer_pending")
    assert second.json["fix"] == f"https://accounts.test{TRANSFERS}"
    answer(owner, first, "cancel")
    assert offer(owner, "eve@example.com").status_code == 201


def test_an_account_is_not_offered_to_its_owner(owner: Someone) -> None:
    refused = offer(owner, owner.email)

    assert (refused.status_code, refused.json["code"]) == (422, "invalid")


@pytest.mark.parametrize("role", ["admin", "member", "accountant"])
def test_nobody_but_the_owner_offers_the_account(world: World, owner: Someone, role: str) -> None:
    person = world.with_role(owner, "acme", role)

    assert offer(person).status_code == 403


def test_an_offer_runs_out_after_14_days(world: World, owner: Someone) -> None:
    offered = offer(owner)

    with time_machine.travel(now() + LATER, tick=False), world.sessions.begin() as session:
        expire_due(session)
        expire_due(session)

    assert [m["transfer_id"] for m in world.said("accounts.transfer.expired.v1")] == [
        offered.json["id"]
    ]
    assert [row["state"] for row in owner.get(TRANSFERS).json["items"]] == ["expired"]


def test_an_offer_whose_time_is_up_is_not_accepted_even_before_the_chore(
    world: World, owner: Someone
) -> None:
    jan = verified(world)
    offered = offer(owner)

    with time_machine.travel(now() + LATER):
        late = world.sign_in(JAN)
        refused = answer(late, offered, "accept")

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert "expired" in refused.json["detail"]
    assert jan.get("/v1/accounts/acme").status_code == 404


def test_an_offer_that_ran_out_makes_room_for_the_next(world: World, owner: Someone) -> None:
    offer(owner)

    with time_machine.travel(now() + LATER):
        again = offer(world.sign_in(owner.email), "eve@example.com")

    assert again.status_code == 201
    assert len(world.said("accounts.transfer.expired.v1")) == 1


def test_each_step_leaves_one_row_and_one_message_with_the_same_id(
    world: World, owner: Someone
) -> None:
    jan = verified(world)
    answer(jan, offer(owner), "decline")

    with world.sessions() as session:
        rows = session.execute(select(history).order_by(history.c.position)).all()

    assert [(r.source, r.trigger, r.dest) for r in rows] == [
        (None, "offer", "offered"),
        ("offered", "decline", "declined"),
    ]
    assert [r.actor for r in rows] == [f"user/{owner.id}", f"user/{jan.id}"]
    sent = [e.id for e in world.envelopes() if e.type.startswith("accounts.transfer.")]
    assert [r.id for r in rows] == sent


def test_an_answer_on_an_old_version_is_refused(world: World, owner: Someone) -> None:
    jan = verified(world)
    offered = offer(owner)

    refused = jan.post(
        f"/v1/ownership_transfers/{offered.json['id']}/accept", headers={"If-Match": '"99"'}
    )

    assert refused.status_code == 412
    with world.sessions() as session:
        assert session.scalars(select(OwnershipTransfer.taker_id)).all() == [None]
