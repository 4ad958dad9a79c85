"""An accounts service on each kind of database."""

from pathlib import Path

import pytest

from services.accounts.config import Settings


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        bus_url=f"embedded:///{tmp_path}/bus.db",
        data_dir=tmp_path,
        public_url="https://accounts.test",
        rate_limits=False,
    )
