"""What alembic does for us: run a service's steps, draft the next one, compare with the models."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, NullPool

# Completes `technical` in every service's metadata, whichever of its tables the service uses.
import shared.tables  # noqa: F401
from shared.database import engine_for
from shared.migrations import folder_of, head, upgrade

Metadata = Sequence[MetaData]


def run_steps(connection: Connection, folder: Path) -> None:
    """Run the steps in `folder` that the database behind `connection` has not seen yet."""
    command.upgrade(_config(folder, connection), "head")


def draft(service: str, words: str, metadata: Metadata) -> Path:
    """Write the step that leads from the newest one to the models; a person corrects it."""
    number = f"{int(head(service) or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/scratch.db"
        upgrade(service, url)
        with engine_for(url, poolclass=NullPool).begin() as connection:
            config = _config(folder_of(service), connection, metadata)
            command.revision(config, words, autogenerate=True, rev_id=number)
    slug = re.sub(r"\W+", "_", words.lower())
    return folder_of(service) / "versions" / f"{number}_{slug}.py"


def differences(connection: Connection, metadata: Metadata) -> list[Any]:
    """What the models say and the database behind `connection` does not have, or the reverse."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, cast("MetaData", metadata)))


def _config(folder: Path, connection: Connection, metadata: Metadata = ()) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(folder / "versions"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = list(metadata)
    return config
