"""Mail is written with what causes it, and delivered until it arrives."""

import email
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from pathlib import Path
from time import sleep

import pytest
import time_machine
from sqlalchemy import func, select

from services.accounts.config import Settings
from services.accounts.mail.actions import post
from services.accounts.mail.delivery import delivery
from services.accounts.mail.models import Mail
from services.accounts.mail.postman import deliver_due, postman
from services.accounts.mail.texts import LETTERS, text_of
from shared.clock import now
from tests.accounts.builders import World
from tests.accounts.mail.smtp_server import an_smtp_server

LONG = "t" * 300


def letter(world: World, **facts: str) -> None:
    given = {"token": LONG, "firm": "Zażółć sp. z o.o.", "prefix": "acme", "until": "2026-12-01"}
    with world.sessions.begin() as session:
        post(session, "jan@example.com", "ownership", **(given | facts))


def files(settings: Settings) -> list[Path]:
    return sorted((settings.data_dir / "mail").glob("*.eml"))


def waiting(world: World) -> int:
    with world.sessions() as session:
        query = select(func.count()).where(Mail.next_at.is_not(None))
        return session.scalar(query) or 0


def test_without_a_server_a_mail_is_a_file_that_a_person_can_read(
    world: World, settings: Settings
) -> None:
    letter(world)

    delivered = deliver_due(world.sessions, delivery(settings))

    raw = files(settings)[0].read_text(encoding="utf-8")
    message = email.message_from_string(raw, policy=default)
    assert delivered == 1
    assert message["To"] == "jan@example.com"
    assert "Zażółć sp. z o.o." in raw
    assert "ważna do 1 grudnia 2026." in raw
    assert "until 1 December 2026." in raw
    assert f"\nhttps://accounts.test/invitation?token={LONG}\n" in raw
    assert waiting(world) == 0


def test_a_mail_that_a_rolled_back_transaction_wrote_is_never_sent(
    world: World, settings: Settings
) -> None:
    with world.sessions() as session:
        post(session, "jan@example.com", "verification", token="t")
        session.flush()
        session.rollback()

    assert deliver_due(world.sessions, delivery(settings)) == 0


def test_a_mail_that_fails_is_tried_again_later(world: World, settings: Settings) -> None:
    def refuse(_: Mail) -> None:
        raise ConnectionRefusedError("away")

    letter(world)

    failed = deliver_due(world.sessions, refuse)
    at_once = deliver_due(world.sessions, delivery(settings))
    with time_machine.travel(now() + timedelta(seconds=6)):
        later = deliver_due(world.sessions, delivery(settings))

    assert (failed, at_once, later) == (0, 0, 1)
    assert len(files(settings)) == 1


def test_a_mail_that_was_claimed_by_a_dead_process_is_delivered_by_another(
    world: World, settings: Settings
) -> None:
    def die(_: Mail) -> None:
        raise SystemExit

    letter(world)
    with pytest.raises(SystemExit):
        deliver_due(world.sessions, die)

    with time_machine.travel(now() + timedelta(hours=2)):
        assert deliver_due(world.sessions, delivery(settings)) == 1


def test_the_postman_delivers_while_he_is_there(world: World, settings: Settings) -> None:
    with postman(world.sessions, delivery(settings)):
        letter(world)
        for _ in range(100):
            if not waiting(world):
                break
            sleep(0.05)

    assert len(files(settings)) == 1


def test_a_subject_is_one_line_whatever_people_type(world: World, settings: Settings) -> None:
    letter(world, title="Zaproszenie\r\nBcc: eve@example.com")

    deliver_due(world.sessions, delivery(settings))

    message = email.message_from_bytes(files(settings)[0].read_bytes(), policy=default)
    assert message["Subject"] == "Zaproszenie Bcc: eve@example.com"
    assert message["Bcc"] is None


def test_a_mail_that_can_not_be_written_holds_up_no_other(world: World, settings: Settings) -> None:
    with world.sessions.begin() as session:
        post(session, "jan@example.com", "ownership")
    letter(world)

    assert deliver_due(world.sessions, delivery(settings)) == 1
    assert waiting(world) == 1


def test_with_a_server_a_mail_goes_there(world: World, settings: Settings) -> None:
    with an_smtp_server() as server:
        url = f"smtp://me:s%3Acret@127.0.0.1:{server.server_address[1]}"
        letter(world)

        deliver_due(world.sessions, delivery(replace(settings, smtp_url=url)))

    message = email.message_from_bytes(server.received[0], policy=default)
    assert server.login == b"\0me\0s:cret"
    assert message["To"] == "jan@example.com"
    assert f"\nhttps://accounts.test/invitation?token={LONG}\n" in message.get_content()
    assert files(settings) == []


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_says_it_in_both_languages(kind: str) -> None:
    facts = {
        "token": "t",
        "firm": "Acme",
        "prefix": "acme",
        "role": "admin",
        "until": "2026-12-01",
        "message": "Proszę.",
        "recipient": "jan@example.com",
        "new_owner": "next@example.com",
        "reason": "Proszę.",
        "bureau": "Biuro",
        "taker": "next@example.com",
        "days": 7,
        "percent": 80,
        "used": 8,
        "size": 10,
        "number": "FV 1/2026",
        "amount": "123.00 PLN",
        "reply_to": "biuro@example.com",
        "url": "https://shop.example/",
        "event": "invoice:create",
        "old_email": "jan@example.com",
        "new_email": "ewa@example.com",
    }

    text = text_of(kind, facts, "https://accounts.test")

    polish, english = text.split("\n—\n")
    assert "%(" not in text
    assert polish.strip() != english.strip()


def test_an_amount_is_written_as_people_write_it() -> None:
    facts = {"firm": "Papier", "number": "FV 1", "amount": "1234.50 PLN", "token": "t"}
    facts |= {"until": "2026-12-01", "reply_to": "papier@example.com"}

    text = text_of("document", facts, "https://accounts.test")

    polish, english = text.replace("\xa0", " ").split("\n—\n")
    assert "1 234,50 zł" in polish
    assert "1,234.50 PLN" in english
