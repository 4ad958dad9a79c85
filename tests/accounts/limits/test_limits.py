"""How often one may try to get in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from services.accounts.config import Settings
from services.accounts.limits.actions import Limit, count_try, forget_old
from services.accounts.limits.models import Tries
from shared.clock import now
from shared.errors import TooMany
from tests.accounts.builders import World
from tests.accounts.conftest import an_app, close


@pytest.fixture
def limited(settings: Settings) -> Iterator[World]:
    app = an_app(replace(settings, rate_limits=True))
    yield World(app)
    close(app)


def sign_in(world: World, email: str) -> Any:
    return world.nobody.post("/v1/sessions", {"email": email, "password": "wrong password"})


def test_an_email_has_ten_tries_a_minute(limited: World) -> None:
    codes = [sign_in(limited, "Jan@example.com").status_code for _ in range(10)]

    eleventh = sign_in(limited, " jan@EXAMPLE.com")

    assert codes == [401] * 10
    assert (eleventh.status_code, eleventh.json["code"]) == (429, "too_many_requests")
    assert 0 < int(eleventh.headers["Retry-After"]) <= 60
    assert sign_in(limited, "other@example.com").status_code == 401


def test_after_its_minute_another_try_is_free(limited: World) -> None:
    for _ in range(11):
        refused = sign_in(limited, "jan@example.com")

    with time_machine.travel(now() + timedelta(seconds=int(refused.headers["Retry-After"]) + 1)):
        assert sign_in(limited, "jan@example.com").status_code == 401


def test_an_address_has_sixty_sign_ups_a_minute(limited: World) -> None:
    codes = [limited.nobody.post("/v1/accounts", {}).status_code for _ in range(61)]

    assert codes == [422] * 60 + [429]


@pytest.mark.parametrize("path", ["/v1/sessions/refresh", "/v1/oauth/token"])
def test_an_address_has_three_hundred_tokens_a_minute(limited: World, path: str) -> None:
    for _ in range(300):
        count_try(limited.sessions, [Limit("token from 127.0.0.1", 300)])

    assert limited.nobody.post(path, {}).status_code == 429


def test_limits_may_be_switched_off(world: World) -> None:
    codes = {sign_in(world, "jan@example.com").status_code for _ in range(11)}

    assert codes == {401}


def test_counts_of_past_minutes_are_forgotten(world: World) -> None:
    count_try(world.sessions, [Limit("jan", 1)])
    with pytest.raises(TooMany):
        count_try(world.sessions, [Limit("jan", 1)])

    with time_machine.travel(now() + timedelta(minutes=2)), world.sessions.begin() as session:
        forget_old(session)

    with world.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Tries)) == 0


def test_behind_a_gateway_the_address_is_the_one_that_the_gateway_saw(settings: Settings) -> None:
    app = an_app(replace(settings, rate_limits=True, trusted_proxies=1))
    nobody = app.test_client()

    def refresh(address: str) -> int:
        headers = {"X-Forwarded-For": address}
        body = {"refresh_token": "none"}
        return nobody.post("/v1/sessions/refresh", json=body, headers=headers).status_code

    codes = [refresh("192.0.2.1") for _ in range(301)]

    assert set(codes[:300]) == {401}
    assert codes[300] == 429
    assert refresh("192.0.2.2") == 401
    close(app)
