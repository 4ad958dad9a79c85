"""A bureau service on a database of its own, for each test."""

from collections.abc import Iterator

import pytest

from services.bureau.migrations import METADATA
from tests.bureau.stage import Stage
from tests.quicker import create_tables


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    create_tables(sqlite_url, METADATA)
    stage = Stage(sqlite_url)
    yield stage
    stage.close()


@pytest.fixture
def stage_on_each(database_url: str) -> Iterator[Stage]:
    """The same on SQLite and on PostgreSQL."""
    create_tables(database_url, METADATA)
    stage = Stage(database_url)
    yield stage
    stage.close()
