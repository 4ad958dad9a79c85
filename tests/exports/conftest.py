"""An exports service for each test, on SQLite or, where a test asks, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.exports.jobs.schemas import ExportBody
from shared.web.requests import ready
from tests.exports.slow import Gate, formats
from tests.exports.world import Person, World, a_world


@pytest.fixture
def world(tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    found = a_world(tmp_path, sqlite_url)
    yield found
    end(found)


@pytest.fixture
def account(world: World) -> str:
    """The id of the account `acme`."""
    return world.has_account("acme")


@pytest.fixture
def owner(world: World, account: str) -> Person:
    return world.person({account: "owner"})


@pytest.fixture
def either_world(tmp_path: Path, database_url: str) -> Iterator[World]:
    """On SQLite, and where the servers are on PostgreSQL."""
    found = a_world(tmp_path, database_url)
    yield found
    end(found)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Where exports in the formats `slow` and `broken`, which exist meanwhile, are held up."""
    found = Gate()
    for module in ("catalogue.actions", "jobs.schemas"):
        monkeypatch.setattr(f"services.exports.{module}.FORMATS", formats(found))
    monkeypatch.setattr(ExportBody._declared_fields["format"], "validators", [])
    ready.cache_clear()  # What was read of the fields before.
    yield found
    found.open.set()
    ready.cache_clear()


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come over the bus is not waited for as long as in earnest."""
    monkeypatch.setattr("shared.web.edge.FRESH", 0.2)
    monkeypatch.setattr("services.exports.runner.process.QUIET", timedelta(seconds=0.02))


def end(world: World) -> None:
    world.http.application.extensions["streams"].close()
    world.http.application.extensions["writing"].kw["bind"].dispose()
    world.engine.dispose()
