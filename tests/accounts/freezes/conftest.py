"""The account `acme`, which has just changed hands, and who may freeze it or decide about it."""

from typing import Any

import pytest

from services.accounts.app import prepare
from services.accounts.config import Settings
from tests.accounts.builders import PASSWORD, Someone, World

TRANSFERS = "/v1/accounts/acme/ownership_transfers"
TAKER = "taker@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def taker(world: World, owner: Someone) -> Someone:
    """Whoever has just got the account."""
    owner.post(TRANSFERS, {"email": TAKER})
    return accept(world)


@pytest.fixture
def operator(world: World, settings: Settings) -> Someone:
    line = prepare(settings)[0].split()
    return world.sign_in(line[1], line[-1])


def accept(world: World, email: str = TAKER) -> Someone:
    """The invited person takes the account over by the link, and signs in."""
    token = world.mailed(email, "ownership")["token"]
    body = {"name": "Taker", "password": PASSWORD}
    accepted = world.nobody.post(f"/v1/invitations/{token}/accept", body)
    assert accepted.status_code == 200, accepted.text
    return world.sign_in(email)


def object_to(world: World, email: str, kind: str) -> Any:
    """Follow the link in the mail of this kind."""
    token = world.mailed(email, kind)["token"]
    return world.nobody.post("/v1/objections", {"token": token})


def frozen(world: World, owner: Someone) -> str:
    """The owner before objects; gives the account's id."""
    assert object_to(world, owner.email, "owner_before").status_code == 200
    return world.id_of("acme")


def codes(*answers: Any) -> list[tuple[int, str]]:
    return [(a.status_code, a.json["code"]) for a in answers]
