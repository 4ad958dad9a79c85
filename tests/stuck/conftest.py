"""Each service in turn, on both databases, with an operator and somebody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from services.accounts.app import prepare
from services.bureau.migrations import METADATA
from tests.accounts import conftest as accounts
from tests.accounts.builders import World
from tests.bureau.person import Person
from tests.bureau.stage import Stage
from tests.exports.conftest import end
from tests.exports.world import a_world
from tests.pages.browser import Browser
from tests.quicker import create_tables
from tests.stuck.reader import Reader


@dataclass
class Desk:
    """A running service and the bearer tokens of an operator and of a stranger."""

    service: str
    app: Flask
    operator: str
    stranger: str

    def __post_init__(self) -> None:
        self.reader = Reader(self.app.extensions["writing"])
        self.stuck = f"/v1/desk/{self.service}/stuck"
        self.home = f"/desk/stuck/{self.service}"

    def get(self, path: str, token: str | None = None) -> Any:
        return self.app.test_client().get(path, headers=self._headers(token))

    def post(self, path: str, token: str | None = None, **options: Any) -> Any:
        headers = self._headers(token) | options.pop("headers", {})
        body = options.pop("body", {"reason": "the cause is mended"})
        return self.app.test_client().post(path, headers=headers, json=body)

    def browser(self, token: str | None = None) -> Browser:
        return Browser(self.app, self.service, self.operator if token is None else token)

    def a_dead_letter(self) -> str:
        """The second of three messages is a dead letter; gives its id."""
        self.reader.unbearable = {"2"}
        self.reader.take("1", "2", "3")
        (row,) = self.get(f"{self.stuck}?state=dead").json["items"]
        return str(row["id"])

    def _headers(self, token: str | None) -> dict[str, str]:
        given = self.operator if token is None else token
        return {"Authorization": f"Bearer {given}"} if given else {}


@contextmanager
def an_accounts(url: str, folder: Path) -> Iterator[Desk]:
    settings = accounts.settings_for(url, folder)
    app = accounts.an_app(settings)
    world = World(app)
    line = prepare(settings)[0].split()
    operator, stranger = world.sign_in(line[1], line[-1]), world.account("strangers")
    yield Desk("accounts", app, token_of(operator.headers), token_of(stranger.headers))
    accounts.close(app)


@contextmanager
def a_bureau(url: str, _: Path) -> Iterator[Desk]:
    create_tables(url, METADATA)
    stage = Stage(url)
    stranger = Person()
    yield Desk("bureau", stage.app, token_of(stage.operator.headers), token_of(stranger.headers))
    stage.close()


@contextmanager
def an_exports(url: str, folder: Path) -> Iterator[Desk]:
    world = a_world(folder, url)
    operator, stranger = world.person(operator=True), world.person()
    app = world.http.application
    yield Desk("exports", app, token_of(operator.headers), token_of(stranger.headers))
    end(world)


def token_of(headers: dict[str, str]) -> str:
    return headers["Authorization"].split()[1]


@pytest.fixture(params=[an_accounts, a_bureau, an_exports])
def desk(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Desk]:
    with request.param(database_url, tmp_path) as found:
        yield found
