"""Every service's steps lead to its models, on both databases, however many start them at once."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from sqlalchemy import Engine, NullPool, inspect

import shared
from deploy.environment import PORTS
from shared.database import engine_for, technical
from shared.migrations import head, is_current, revision_of, steps_of, upgrade
from shared.migrations.runner import differences, run_steps
from tests.deploy.conftest import ROOT

each_service = pytest.mark.parametrize("service", PORTS)

GOOD = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("good", sa.Column("id", sa.Integer, primary_key=True))
"""

BAD = """
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("no statement at all")
"""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = engine_for(database_url, poolclass=NullPool)
    yield found
    found.dispose()


@each_service
def test_the_steps_lead_to_what_the_models_say(
    service: str, database_url: str, engine: Engine
) -> None:
    metadata = import_module(f"services.{service}.migrations").METADATA

    upgrade(service, database_url)

    with engine.connect() as connection:
        assert differences(connection, metadata) == []


@each_service
def test_a_database_is_current_from_the_upgrade_on(service: str, database_url: str) -> None:
    before = is_current(service, database_url)
    upgrade(service, database_url)
    upgrade(service, database_url)

    assert not before
    assert is_current(service, database_url)


def test_the_technical_tables_are_all_known_to_the_steps() -> None:
    command = "from shared.tables import technical; print(*technical.tables)"
    loaded = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )

    for module in walk_packages(shared.__path__, "shared."):
        if module.name != "shared.migrations.env":
            import_module(module.name)

    assert set(technical.tables) == set(loaded.stdout.split())


def test_several_may_upgrade_one_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        upgrades = [pool.submit(upgrade, "accounts", database_url) for _ in range(4)]

    assert [done.result() for done in upgrades] == [None] * 4
    assert is_current("accounts", database_url)


@each_service
def test_the_steps_of_a_service_are_one_chain_in_the_order_of_their_names(service: str) -> None:
    steps = steps_of(service)

    revisions = [revision_of(step) for step in steps]
    texts = [step.read_text() for step in steps]
    assert revisions == [f"{number:04}" for number in range(1, len(steps) + 1)]
    assert head(service) == revisions[-1]
    for text, revision, earlier in zip(texts, revisions, [None, *revisions], strict=False):
        assert f'\nrevision = "{revision}"\n' in text
        before = f'"{earlier}"' if earlier else "None"
        assert f"\ndown_revision = {before}\n" in text


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0001_good.py").write_text(GOOD)
    (tmp_path / "versions" / "0002_bad.py").write_text(BAD)

    with pytest.raises(Exception, match="no statement"), engine.begin() as connection:
        run_steps(connection, tmp_path)

    assert inspect(engine).get_table_names() == []
