"""An accounts service in this process, on SQLite or PostgreSQL, and who calls it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from services.accounts.app import create_app
from services.accounts.config import Settings
from shared.migrations import upgrade
from tests.accounts.builders import Someone, World
from tests.bench.stage import processor_time
from tests.system.processes import cpu_seconds
from tests.system.servers import Servers

PREFIX = "acme"
DOCUMENTS = f"/v1/accounts/{PREFIX}/documents"
DATABASES = ("SQLite", "PostgreSQL")


class House(NamedTuple):
    """The service, the owner of its one account, and the database behind it."""

    app: Flask
    owner: Someone
    url: str
    servers: Servers

    def processor(self) -> float:
        """Seconds of the processor that this process, and PostgreSQL for it, have used."""
        if self.url.startswith("sqlite"):
            return cpu_seconds(os.getpid())
        return processor_time(self.servers, os.getpid())


@contextmanager
def house(servers: Servers, database: str, name: str) -> Iterator[House]:
    """An accounts service with an account; `database` is one of DATABASES."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        url = f"sqlite:///{folder}/accounts.db"
        if database == "PostgreSQL":
            url = servers.postgresql.create(name)
        upgrade("accounts", url)
        settings = Settings(
            database_url=url,
            bus_url=f"embedded:///{folder}/bus.db",
            data_dir=Path(folder),
            public_url="http://127.0.0.1:8001",
            access_token_seconds=600,
            rate_limits=False,
        )
        app = create_app(settings)
        try:
            yield House(app, World(app).account(PREFIX), url, servers)
        finally:
            for kind in ("writing", "reading"):
                app.extensions[kind].kw["bind"].dispose()
