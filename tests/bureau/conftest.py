"""A bureau service on a database of its own, for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.bureau.migrations import METADATA
from shared.database import engine_for
from tests.bureau.stage import Stage


def create_tables(database_url: str) -> None:
    engine = engine_for(database_url)
    for metadata in METADATA:
        metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables in it, to be copied: quicker than making them each time."""
    path = tmp_path_factory.mktemp("bureau") / "empty.db"
    create_tables(f"sqlite:///{path}")
    return path


@pytest.fixture
def stage(tmp_path: Path, empty_database: Path) -> Iterator[Stage]:
    path = tmp_path / "bureau.db"
    shutil.copy(empty_database, path)
    stage = Stage(f"sqlite:///{path}")
    yield stage
    stage.close()


@pytest.fixture
def stage_on_each(database_url: str) -> Iterator[Stage]:
    """The same on SQLite and on PostgreSQL."""
    create_tables(database_url)
    stage = Stage(database_url)
    yield stage
    stage.close()
