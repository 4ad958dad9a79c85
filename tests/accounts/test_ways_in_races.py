"""Ways in that are tried by two at once, on both databases: a code or a link is good once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import func, select

from services.accounts.config import Settings
from services.accounts.mail.models import Mail
from services.accounts.password_resets.actions import answer_asked
from services.accounts.roles.models import CustomRole
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.conftest import an_app, close, settings_for
from tests.accounts.oracle import check_roles

EMAIL, NEW = "jan@example.com", "nowy@example.com"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", EMAIL)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(act) for act in acts]]


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_of_two_who_send_a_code_at_once_one_comes_in(world: World, jan: Someone) -> None:
    secret = jan.post("/v1/me/second_factor", {"password": PASSWORD}).json["secret"]
    app = pyotp.TOTP(secret)
    body = {"code": app.at(now(), counter_offset=-1)}
    recovery = jan.post("/v1/me/second_factor/confirm", body).json["recovery_codes"]

    for code in (app.at(now(), counter_offset=1), recovery[0]):
        given = {"email": EMAIL, "password": PASSWORD, "code": code}
        answers = at_once(*[lambda b=given: world.nobody.post("/v1/sessions", b)] * 2)
        assert statuses(answers) == [201, 401]


def a_reset(world: World) -> str:
    world.nobody.post("/v1/password_resets", {"email": EMAIL})
    answer_asked(world.sessions)
    return str(world.mailed(EMAIL, "password_reset")["token"])


def test_of_two_who_use_a_link_at_once_one_chooses(world: World, jan: Someone) -> None:
    body = {"token": a_reset(world), "password": "a quite new password"}

    answers = at_once(*[lambda: world.nobody.post("/v1/password_resets/complete", body)] * 2)

    assert statuses(answers) == [200, 422]


def test_what_was_asked_is_answered_once_by_however_many_postmen(
    world: World, jan: Someone
) -> None:
    world.nobody.post("/v1/password_resets", {"email": EMAIL})

    at_once(*[lambda: answer_asked(world.sessions)] * 2)

    with world.reading() as session:
        query = select(func.count()).where(Mail.kind == "password_reset")
        assert session.scalar(query) == 1


def test_whoever_signs_in_while_the_password_is_reset_is_out_afterwards(
    world: World, jan: Someone
) -> None:
    body = {"token": a_reset(world), "password": "a quite new password"}
    old = {"email": EMAIL, "password": PASSWORD}

    signed_in, reset = at_once(
        lambda: world.nobody.post("/v1/sessions", old),
        lambda: world.nobody.post("/v1/password_resets/complete", body),
    )

    assert reset.status_code == 200
    if signed_in.status_code == 201:
        headers = {"Authorization": f"Bearer {signed_in.json['access_token']}"}
        assert world.nobody.get("/v1/me", headers=headers).status_code == 401


def wants_new_address(world: World, someone: Someone) -> str:
    """Somebody wants the new address, and has confirmed the old one; the other token."""
    someone.put("/v1/me/email", {"email": NEW, "password": PASSWORD})
    old = world.mailed(someone.email, "email_change_old")["token"]
    world.nobody.post("/v1/me/email/confirmation", {"token": old})
    return str(world.mailed(NEW, "email_change_new")["token"])


def test_of_two_who_want_an_address_at_once_one_gets_it(world: World, jan: Someone) -> None:
    ewa = world.account("other", "ewa@example.com")
    tokens = [wants_new_address(world, someone) for someone in (jan, ewa)]

    def confirm(token: str) -> Any:
        return world.nobody.post("/v1/me/email/confirmation", {"token": token})

    answers = at_once(*[lambda t=token: confirm(t) for token in tokens])

    assert statuses(answers) == [200, 409]
    assert [s.get("/v1/me").json["email"] for s in (jan, ewa)].count(NEW) == 1


def test_both_mailboxes_may_say_yes_at_once(world: World, jan: Someone) -> None:
    jan.put("/v1/me/email", {"email": NEW, "password": PASSWORD})
    old = world.mailed(EMAIL, "email_change_old")["token"]
    new = world.mailed(NEW, "email_change_new")["token"]

    def confirm(token: str) -> Any:
        return world.nobody.post("/v1/me/email/confirmation", {"token": token})

    answers = at_once(lambda: confirm(old), lambda: confirm(new))

    assert sorted(a.json["state"] for a in answers) == ["changed", "waiting"]
    assert jan.get("/v1/me").json["email"] == NEW


def test_a_role_is_not_deleted_while_it_is_being_given(world: World, jan: Someone) -> None:
    roles = "/v1/accounts/acme/roles"
    role_id = jan.post(roles, {"name": "Własna", "permissions": ["export"]}).json["id"]
    body = {"email": NEW, "role": "custom", "role_id": role_id, "password": PASSWORD}

    given, deleted = at_once(
        lambda: jan.post("/v1/accounts/acme/users", body),
        lambda: jan.delete(f"{roles}/{role_id}"),
    )

    codes = (given.status_code, deleted.status_code)
    with world.reading() as session:
        is_there = session.get(CustomRole, role_id) is not None
    assert codes in {(201, 409), (422, 204)}
    assert is_there is (codes == (201, 409))


def test_a_role_that_changes_while_it_is_given_is_announced_as_it_is(
    world: World, jan: Someone
) -> None:
    roles = "/v1/accounts/acme/roles"
    role_id = jan.post(roles, {"name": "Własna", "permissions": ["export"]}).json["id"]
    body = {"email": NEW, "role": "custom", "role_id": role_id, "password": PASSWORD}

    answers = at_once(
        lambda: jan.post("/v1/accounts/acme/users", body),
        lambda: jan.patch(f"{roles}/{role_id}", {"permissions": ["see_documents"]}),
    )

    assert statuses(answers) == [200, 201]
    last = world.said("accounts.user.roles_changed.v1")[-1]
    assert last["permissions"] == {world.id_of("acme"): ["see_documents"]}
    check_roles(world)


def test_guesses_that_come_at_once_are_all_counted(settings: Settings) -> None:
    app = an_app(replace(settings, rate_limits=True))
    nobody = World(app).nobody
    body = {"email": EMAIL, "password": "wrong password"}

    answers = at_once(*[lambda: nobody.post("/v1/sessions", body)] * 16)

    assert statuses(answers) == [401] * 10 + [429] * 6
    close(app)
