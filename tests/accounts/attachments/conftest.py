"""An accounts service on each kind of database."""

from pathlib import Path

import pytest

from services.accounts.config import Settings
from tests.accounts.conftest import settings_for


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)
