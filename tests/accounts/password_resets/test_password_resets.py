"""A forgotten password: the same answer for all, a link for an hour and once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, func, select

from services.accounts.config import Settings
from services.accounts.mail.delivery import delivery
from services.accounts.mail.models import Mail
from services.accounts.mail.postman import deliver_due
from services.accounts.password_resets.actions import answer_asked, forget_old
from services.accounts.password_resets.models import PasswordReset, ResetRequest
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.conftest import an_app, close

RESETS = "/v1/password_resets"
EMAIL = "jan@example.com"
NEW = "a quite new password"


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", EMAIL)


def ask(world: World, email: str = EMAIL) -> Any:
    return world.nobody.post(RESETS, {"email": email})


def mailed(world: World) -> str:
    """Have a link mailed; its token."""
    assert ask(world).status_code == 202
    answer_asked(world.sessions)
    return str(world.mailed(EMAIL, "password_reset")["token"])


def complete(world: World, token: str, password: str = NEW) -> Any:
    return world.nobody.post(f"{RESETS}/complete", {"token": token, "password": password})


def rows(world: World, table: Any) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_link_lets_a_new_password_be_chosen(world: World, jan: Someone) -> None:
    answer = complete(world, mailed(world))

    old = world.nobody.post("/v1/sessions", {"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.json["email_verified"]) == (200, True)
    assert old.status_code == 401
    assert world.sign_in(EMAIL, NEW).id == jan.id
    assert world.mailed(EMAIL, "password_changed") == {}


def test_it_ends_every_session(world: World, jan: Someone) -> None:
    token = mailed(world)

    complete(world, token)

    refresh = {"refresh_token": jan.refresh_token}
    assert jan.get("/v1/me").status_code == 401
    assert world.nobody.post("/v1/sessions/refresh", refresh).status_code == 401
    assert len(world.said("accounts.session.ended.v1")) == 1


def test_the_answer_does_not_tell_who_is_here(world: World, jan: Someone) -> None:
    known, unknown = ask(world), ask(world, "nobody@example.com")

    assert (known.status_code, known.data) == (unknown.status_code, unknown.data) == (202, b"")


def test_the_work_is_the_same_whoever_is_asked_for(world: World, jan: Someone) -> None:
    engine = world.sessions.kw["bind"]
    done: list[str] = []

    def note(*given: Any) -> None:
        done.append(given[2])

    event.listen(engine, "before_cursor_execute", note)
    ask(world)
    known, done[:] = list(done), []
    ask(world, "nobody@example.com")

    assert done == known
    assert [statement for statement in done if "SELECT" in statement] == []


def test_nobody_else_gets_a_mail(world: World, jan: Someone) -> None:
    before = rows(world, Mail)
    ask(world, "nobody@example.com")

    answer_asked(world.sessions)

    assert (rows(world, Mail), rows(world, ResetRequest)) == (before, 0)


def test_the_mail_leads_to_the_page_for_it(world: World, jan: Someone, settings: Settings) -> None:
    token = mailed(world)

    deliver_due(world.sessions, delivery(settings))

    (file,) = (settings.data_dir / "mail").glob("*.password_reset.eml")
    assert f"\nhttps://accounts.test/password?token={token}\n" in file.read_text("utf-8")


def test_a_link_is_good_once(world: World, jan: Someone) -> None:
    token = mailed(world)
    complete(world, token)

    again = complete(world, token, "another password")

    assert (again.status_code, again.json["errors"][0]["pointer"]) == (422, "/token")
    world.sign_in(EMAIL, NEW)


def test_with_one_link_used_the_others_are_dead(world: World, jan: Someone) -> None:
    first, second = mailed(world), mailed(world)

    complete(world, second)

    assert complete(world, first).status_code == 422


def test_a_link_is_good_for_an_hour(world: World, jan: Someone) -> None:
    token = mailed(world)

    with time_machine.travel(now() + timedelta(minutes=61)):
        assert complete(world, token).status_code == 422
        with world.sessions.begin() as session:
            forget_old(session)
    assert rows(world, PasswordReset) == 0


def test_a_password_that_is_too_short_spends_no_link(world: World, jan: Someone) -> None:
    token = mailed(world)

    assert complete(world, token, "short").status_code == 422
    assert complete(world, token).status_code == 200


@pytest.fixture
def limited(settings: Settings) -> Iterator[World]:
    app = an_app(replace(settings, rate_limits=True))
    yield World(app)
    close(app)


def test_a_mailbox_gets_five_links_an_hour(limited: World) -> None:
    codes = [ask(limited, "Jan@example.com").status_code for _ in range(6)]

    assert codes == [202] * 5 + [429]
    assert int(ask(limited).headers["Retry-After"]) > 3000
    assert ask(limited, "ewa@example.com").status_code == 202
