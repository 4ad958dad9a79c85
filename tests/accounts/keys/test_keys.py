"""Signing keys: published before they sign, and until their last token has run out."""

from datetime import timedelta

import jwt
import pytest
import time_machine

from services.accounts.config import Settings
from services.accounts.keys import actions
from services.accounts.keys.actions import AFTER, AHEAD
from services.accounts.keys.command import keys
from shared.clock import now
from shared.command_line import Usage
from tests.accounts.builders import Someone, World


def published(world: World) -> list[str]:
    return [key["kid"] for key in world.nobody.get("/.well-known/jwks.json").json["keys"]]


def signed_by(someone: Someone) -> str:
    token = someone.headers["Authorization"].removeprefix("Bearer ")
    return str(jwt.get_unverified_header(token)["kid"])


def rotate(world: World) -> str:
    with world.sessions.begin() as session:
        return actions.rotate(session).id


def test_a_token_is_verified_by_the_published_key(world: World) -> None:
    jan = world.account("acme")
    jwk = world.nobody.get("/.well-known/jwks.json").json["keys"][0]
    token = jan.headers["Authorization"].removeprefix("Bearer ")

    claims = jwt.decode(
        token, jwt.PyJWK.from_dict(jwk), algorithms=["EdDSA"], audience="biurko", issuer="biurko"
    )

    assert claims["sub"] == jan.id
    assert set(jwk) == {"kty", "crv", "use", "alg", "kid", "x"}


def test_a_new_key_is_published_before_it_signs(world: World) -> None:
    first = signed_by(world.account("acme"))

    second = rotate(world)

    assert published(world) == [first, second]
    assert signed_by(world.sign_in("acme@example.com")) == first
    with time_machine.travel(now() + AHEAD + timedelta(seconds=1)):
        assert signed_by(world.sign_in("acme@example.com")) == second


def test_an_old_key_is_published_until_its_last_token_ran_out(world: World) -> None:
    first = signed_by(world.account("acme"))
    second = rotate(world)

    with time_machine.travel(now() + AHEAD + AFTER - timedelta(seconds=5)):
        assert published(world) == [first, second]
    with time_machine.travel(now() + AHEAD + AFTER + timedelta(seconds=5)):
        assert published(world) == [second]
        third = rotate(world)
        assert published(world) == [second, third]
    with world.sessions() as session:
        assert [key.id for key in actions.all_keys(session)] == [second, third]


def test_a_withdrawn_key_takes_its_tokens_with_it(world: World, settings: Settings) -> None:
    jan = world.account("acme")

    keys(settings, ["withdraw", signed_by(jan)])

    assert jan.get("/v1/me").status_code == 401
    assert world.sign_in("acme@example.com").get("/v1/me").status_code == 200


def test_the_command_shows_which_key_signs(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first = signed_by(world.account("acme"))

    keys(settings, ["rotate"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{first}  signs from ")
    assert "  will sign from " in lines[1]


@pytest.mark.parametrize("words", [[], ["turn"], ["withdraw"], ["withdraw", "nothing"]])
def test_a_bad_call_is_explained(world: World, settings: Settings, words: list[str]) -> None:
    with pytest.raises(Usage):
        keys(settings, words)
