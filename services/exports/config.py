"""The environment variables of the exports service."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Settings:
    database_url: str
    bus_url: str
    data_dir: Path  # Finished files are in its folder `exports`.
    public_url: str
    accounts_url: str
    web_threads: int

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read every setting at start, so that a missing one stops the process then."""
        return cls(
            database_url=env["DATABASE_URL"],
            bus_url=env["BUS_URL"],
            data_dir=Path(env["DATA_DIR"]),
            public_url=env.get("PUBLIC_URL", "http://127.0.0.1:8003").rstrip("/"),
            accounts_url=env.get("ACCOUNTS_URL", "http://127.0.0.1:8001").rstrip("/"),
            web_threads=int(env.get("WEB_THREADS", "8")),
        )
