"""What an account's people see of its mails: what became of each, and no secret."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from services.accounts.config import Settings
from services.accounts.mail.actions import KEPT, forget_old
from services.accounts.mail.delivery import delivery
from services.accounts.mail.models import Mail
from services.accounts.mail.postman import GIVEN_UP_AFTER, deliver_due
from shared.clock import now
from tests.accounts.builders import Someone, World

MAIL = "/v1/accounts/acme/mail"
EWA = "ewa@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def token(world: World, owner: Someone) -> str:
    """The token of an invitation that was mailed to Ewa."""
    owner.post("/v1/accounts/acme/users", {"email": EWA, "role": "member"})
    return str(world.mailed(EWA, "membership")["token"])


def refuse(_: Mail) -> None:
    raise ConnectionRefusedError("the server is away")


def newest(owner: Someone) -> Any:
    return owner.get(MAIL).json["items"][0]


def test_a_mail_waits_and_then_is_delivered(
    world: World, owner: Someone, token: str, settings: Settings
) -> None:
    queued = newest(owner)

    deliver_due(world.sessions, delivery(settings))

    delivered = newest(owner)
    assert (queued["to"], queued["kind"], queued["state"]) == (EWA, "membership", "queued")
    assert queued["subject"].startswith("Zaproszenie do konta")
    assert (queued["tries"], queued["delivered_at"]) == (0, None)
    assert (delivered["id"], delivered["state"], delivered["tries"]) == (
        queued["id"],
        "delivered",
        1,
    )
    assert delivered["delivered_at"] >= queued["queued_at"]
    assert delivered["next_try_at"] is None


def test_a_failing_server_fails_no_request_and_its_reason_is_shown(
    world: World, owner: Someone, token: str
) -> None:
    deliver_due(world.sessions, refuse)

    failed = newest(owner)

    assert (failed["state"], failed["reason"]) == ("retrying", "the server is away")
    assert failed["next_try_at"] > failed["failed_at"]


def test_after_a_week_it_is_given_up(world: World, owner: Someone, token: str) -> None:
    deliver_due(world.sessions, refuse)
    with time_machine.travel(now() + GIVEN_UP_AFTER + timedelta(minutes=1)):
        deliver_due(world.sessions, refuse)
        again = deliver_due(world.sessions, refuse)

    failed = newest(owner)
    assert (failed["state"], failed["tries"], failed["next_try_at"]) == ("failed", 2, None)
    assert again == 0
    with world.reading() as session:
        assert token not in str(session.scalars(select(Mail.facts)).all())


@pytest.mark.parametrize("is_delivered", [False, True])
def test_the_text_is_readable_without_its_secret(
    world: World, owner: Someone, token: str, settings: Settings, is_delivered: bool
) -> None:
    if is_delivered:
        deliver_due(world.sessions, delivery(settings))

    answer = owner.get(f"{MAIL}/{newest(owner)['id']}")

    assert "https://accounts.test/invitation?token=…" in answer.json["body"]
    assert token not in answer.text + owner.get(MAIL).text


def test_a_delivered_mail_keeps_no_token(
    world: World, owner: Someone, token: str, settings: Settings
) -> None:
    deliver_due(world.sessions, delivery(settings))

    with world.reading() as session:
        kept = session.scalars(select(Mail)).all()
    assert [mail.kind for mail in kept] == ["membership"]  # Not the owner's own verification.
    assert token not in str(kept[0].facts)


def test_only_who_may_change_settings_reads_mails(world: World, owner: Someone, token: str) -> None:
    member = world.with_role(owner, "acme", "member")

    mail = newest(owner)["id"]

    assert member.get(MAIL).status_code == member.get(f"{MAIL}/{mail}").status_code == 403


def test_a_mail_of_another_account_is_not_there(world: World, owner: Someone, token: str) -> None:
    stranger = world.account("other")

    assert stranger.get("/v1/accounts/other/mail").json["items"] == []
    assert stranger.get(f"/v1/accounts/other/mail/{newest(owner)['id']}").status_code == 404


def test_what_is_long_past_is_forgotten(
    world: World, owner: Someone, token: str, settings: Settings
) -> None:
    deliver_due(world.sessions, delivery(settings))
    owner.put("/v1/accounts/acme/accountant_access", {"email": "jan@example.com"})

    with time_machine.travel(now() + KEPT + timedelta(days=1)), world.sessions.begin() as session:
        forget_old(session)

    assert [m["kind"] for m in owner.get(MAIL).json["items"]] == ["accountant_access"]
