"""An account with a webhook, and a server of its own that hears."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import select

from services.accounts.config import Settings
from services.accounts.webhooks.delivering import Deliverer
from services.accounts.webhooks.models import Delivery, Webhook
from shared.clock import now
from tests.accounts.builders import Someone, World
from tests.accounts.compatible.conftest import Program, a_token
from tests.receiver import Receiver, receiver

LOOPBACK = ("127.0.0.0/8",)
WEBHOOKS = "/v1/accounts/acme/webhooks"


@dataclass
class Hooks:
    """The webhooks of the account `acme`, and what is on its way to them."""

    world: World
    owner: Someone
    server: Receiver
    secrets: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, **facts: Any) -> str:
        body = {"kind": kind, "url": self.server.url, "api_token": "from-acme"} | facts
        answer = self.owner.post(WEBHOOKS, body)
        assert answer.status_code == 201, answer.text
        self.secrets[answer.json["id"]] = answer.json["secret"]
        return str(answer.json["id"])

    def show(self, id: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.owner.get(f"{WEBHOOKS}/{id}").json
        return shown

    def log(self, id: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.owner.get(f"{WEBHOOKS}/{id}/deliveries").json["items"]
        return items

    def deliver(self, allowed: tuple[str, ...] = LOOPBACK) -> int:
        """Try all that is due; how many tries that were."""
        deliverer, tries = Deliverer(self.world.sessions, allowed), 0
        while deliverer.step():
            tries += 1
        return tries

    def make_due(self) -> None:
        """The time that everything waits for has come."""
        with self.world.sessions.begin() as session:
            for delivery in session.scalars(select(Delivery).where(Delivery.next_at.is_not(None))):
                delivery.next_at = now()
            for webhook in session.scalars(select(Webhook)):
                webhook.paused_until = None


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    return replace(settings, database_url=database_url)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def program(world: World, owner: Someone) -> Program:
    return Program(world.app, a_token(owner, "acme"))


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def hooks(world: World, owner: Someone, server: Receiver) -> Hooks:
    return Hooks(world, owner, server)
