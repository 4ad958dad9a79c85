"""An accounts service of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.app import create_app
from services.accounts.config import Settings
from services.accounts.database import Base
from shared.database import technical
from tests.accounts.builders import Someone, World
from tests.quicker import create_tables


def an_app(settings: Settings) -> Flask:
    create_tables(settings.database_url, (technical, Base.metadata))
    return create_app(settings)


def close(app: Flask) -> None:
    for end in app.extensions["ended"]:
        end()
    for name in ("writing", "reading"):
        app.extensions[name].kw["bind"].dispose()


def settings_for(database_url: str, folder: Path) -> Settings:
    """Of a service whose bus nobody reads; tests for both databases override `settings` by it."""
    return Settings(
        database_url=database_url,
        bus_url=f"embedded:///{folder}/bus.db",
        data_dir=folder,
        public_url="https://accounts.test",
        rate_limits=False,
        exports_url="http://127.0.0.1:9",  # Nobody answers there.
    )


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = an_app(settings)
    yield app
    close(app)


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def nobody(world: World) -> Someone:
    return world.nobody


@pytest.fixture
def sessions(world: World) -> sessionmaker[Session]:
    return world.sessions
