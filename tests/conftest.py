"""What all tests share: databases of their own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.quicker import make_cheap
from tests.servers import drop_databases, postgresql_database, rabbitmq


def pytest_sessionfinish() -> None:
    drop_databases()


@pytest.fixture(scope="session", autouse=True)
def cheap() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_cheap(monkeypatch)
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    with postgresql_database() as url:
        yield url


@pytest.fixture
def amqp_url() -> str:
    return rabbitmq()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test twice: on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))
