"""Operators are made by command or by environment, never over HTTP."""

from dataclasses import replace

import jwt
import pytest

from services.accounts.app import prepare
from services.accounts.config import Settings
from services.accounts.operators.command import operator
from shared.command_line import Usage
from tests.accounts.builders import Someone, World


def is_operator(someone: Someone) -> bool:
    token = someone.headers["Authorization"].removeprefix("Bearer ")
    return bool(jwt.decode(token, options={"verify_signature": False})["operator"])


def test_the_settings_name_the_operator(world: World, settings: Settings) -> None:
    named = replace(
        settings, operator_email="op@example.com", operator_password="operators password"
    )

    said = [prepare(named) for _ in range(2)]

    assert said == [[], []]
    assert is_operator(world.sign_in("op@example.com", "operators password"))


def test_without_settings_one_is_made_and_told_once(world: World, settings: Settings) -> None:
    first, second = prepare(settings), prepare(settings)

    email, password = first[0].split()[1], first[0].split()[-1]
    assert is_operator(world.sign_in(email, password))
    assert second == []


def test_whoever_signed_up_with_the_operators_email_is_none(
    world: World, settings: Settings
) -> None:
    squatter = world.account("squat", "op@example.com")
    named = replace(
        settings, operator_email="op@example.com", operator_password="operators password"
    )

    prepare(named)

    assert squatter.get("/v1/me").status_code == 401
    assert is_operator(world.sign_in("op@example.com", "operators password"))


def test_a_command_adds_and_removes_one(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    operator(settings, ["add", "op@example.com"])
    password = capsys.readouterr().out.split()[-1]
    added = world.sign_in("op@example.com", password)

    operator(settings, ["remove", "op@example.com"])

    assert is_operator(added)
    assert added.get("/v1/me").status_code == 401
    assert not is_operator(world.sign_in("op@example.com", password))


@pytest.mark.parametrize("words", [[], ["add"], ["remove", "nobody@example.com"]])
def test_a_bad_call_is_explained(world: World, settings: Settings, words: list[str]) -> None:
    with pytest.raises(Usage):
        operator(settings, words)


def test_an_operator_sees_no_account(world: World, settings: Settings) -> None:
    world.account("acme")
    prepare(replace(settings, operator_email="op@example.com", operator_password="operators own"))

    seen = world.sign_in("op@example.com", "operators own").get("/v1/accounts/acme")

    assert seen.status_code == 404
