"""Guessing a password gets slower and slower; whoever knows it is never shut out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from services.accounts.config import Settings
from services.accounts.limits.models import Tries
from services.accounts.password_resets.actions import answer_asked
from tests.accounts.builders import PASSWORD, World, a_sign_up
from tests.accounts.conftest import an_app, close

EMAIL = "jan@example.com"
HOME, OFFICE, ATTACKER = "192.0.2.1", "192.0.2.2", "203.0.113.9"
START = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def limited(clock: Any, settings: Settings) -> Iterator[World]:
    app = an_app(replace(settings, rate_limits=True))
    world = World(app)
    answer = world.nobody.post("/v1/accounts", a_sign_up("acme", EMAIL))
    assert answer.status_code == 201, answer.text
    yield world
    close(app)


def enter(world: World, password: str, address: str = HOME, agent: str = "curl/8") -> Any:
    return world.nobody.post(
        "/v1/sessions",
        {"email": EMAIL, "password": password},
        headers={"User-Agent": agent},
        environ_base={"REMOTE_ADDR": address},
    )


def guess(world: World, times: int = 1, address: str = ATTACKER) -> list[int]:
    return [enter(world, "wrong password", address).status_code for _ in range(times)]


def test_each_wrong_password_after_the_tenth_costs_twice_the_time(
    limited: World, clock: Any
) -> None:
    assert guess(limited, 10) == [401] * 10

    waits = []
    for _ in range(6):
        refused = enter(limited, PASSWORD, ATTACKER)  # Not even the right one, from there.
        assert refused.status_code == 429
        waits.append(int(refused.headers["Retry-After"]))
        clock.shift(waits[-1])
        assert guess(limited) == [401]

    assert waits == [60, 120, 240, 480, 900, 900]


def test_the_right_password_from_another_address_goes_in_while_somebody_guesses(
    limited: World,
) -> None:
    guess(limited, 25)

    assert enter(limited, PASSWORD, OFFICE).status_code == 201


def test_a_wrong_one_from_another_address_is_one_too_many(limited: World) -> None:
    guess(limited, 10)

    refused = enter(limited, "wrong password", OFFICE)

    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_many_addresses_do_not_get_many_more_tries(limited: World) -> None:
    guess(limited, 10)

    codes = [enter(limited, "wrong password", f"198.51.100.{n}").status_code for n in range(20)]
    late = enter(limited, PASSWORD, OFFICE)

    assert set(codes) == {429}
    assert late.status_code == 429  # The second lane is full too, and this address is not known.


def test_a_known_device_goes_in_however_many_addresses_guess(limited: World, clock: Any) -> None:
    assert enter(limited, PASSWORD, HOME).status_code == 201
    clock.shift(3600)
    guess(limited, 10)
    for n in range(20):
        guess(limited, address=f"198.51.100.{n}")

    assert enter(limited, PASSWORD, HOME).status_code == 201


def test_a_known_device_is_not_slowed_down_by_wrong_ones(limited: World, clock: Any) -> None:
    assert enter(limited, PASSWORD, HOME).status_code == 201
    clock.shift(61)
    guess(limited, 10, HOME)
    clock.shift(60)

    assert enter(limited, PASSWORD, HOME, agent="other/1").status_code == 201
    guess(limited, 9, HOME)
    clock.shift(60)
    guess(limited, 5, HOME)
    assert enter(limited, PASSWORD, HOME).status_code == 201


def test_a_known_device_has_ten_tries_a_minute_as_well(limited: World) -> None:
    codes = [enter(limited, PASSWORD).status_code for _ in range(11)]

    assert codes == [201] * 10 + [429]


def test_the_right_password_makes_the_wrong_ones_forgotten(limited: World, clock: Any) -> None:
    guess(limited, 9, HOME)
    enter(limited, PASSWORD, HOME)
    clock.shift(61)

    assert guess(limited, 9, HOME) == [401] * 9
    clock.shift(60)
    assert guess(limited, 1, HOME) == [401]


def test_after_an_hour_without_one_they_are_forgotten(limited: World, clock: Any) -> None:
    guess(limited, 13)
    clock.shift(3601)

    assert guess(limited, 10) == [401] * 10


def test_an_address_that_guesses_one_email_may_sign_in_with_another(limited: World) -> None:
    guess(limited, 12)
    body = {"email": "ewa@example.com", "password": "wrong password"}

    other = limited.nobody.post("/v1/sessions", body, environ_base={"REMOTE_ADDR": ATTACKER})

    assert other.status_code == 401


def test_an_unknown_email_is_slowed_down_alike(limited: World) -> None:
    body = {"email": "nobody@example.com", "password": "wrong password"}

    codes = [limited.nobody.post("/v1/sessions", body).status_code for _ in range(11)]

    assert codes == [401] * 10 + [429]


def test_whoever_set_a_new_password_comes_in_with_it(limited: World) -> None:
    guess(limited, 10, HOME)
    limited.nobody.post("/v1/password_resets", {"email": EMAIL})
    answer_asked(limited.sessions)
    token = limited.mailed(EMAIL, "password_reset")["token"]
    body = {"token": token, "password": "a quite new password"}
    assert limited.nobody.post("/v1/password_resets/complete", body).status_code == 200

    assert enter(limited, "a quite new password", OFFICE).status_code == 201
    with limited.reading() as session:
        assert session.get(Tries, f"wrong {EMAIL} from {HOME}") is None


def test_compatible_programs_are_slowed_down_in_the_same_way(limited: World) -> None:
    body = {"login": EMAIL, "password": "wrong password"}

    codes = [limited.nobody.post("/login.json", body).status_code for _ in range(11)]

    assert codes == [401] * 10 + [429]
    assert enter(limited, PASSWORD, "127.0.0.1").status_code == 429
