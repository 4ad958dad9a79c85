"""The environment variables of the exports service."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from shared.webhooks.addresses import networks


@dataclass(frozen=True)
class Settings:
    database_url: str
    bus_url: str
    data_dir: Path  # Finished files are in its folder `exports`.
    public_url: str
    accounts_url: str
    web_threads: int
    rate_limits: bool = True
    webhook_networks: tuple[str, ...] = ()  # That may be called besides public addresses.
    accounts_pages_url: str = ""
    bureau_pages_url: str = ""
    exports_pages_url: str = ""

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
            rate_limits=env.get("RATE_LIMITS", "on") != "off",
            webhook_networks=networks(env.get("WEBHOOK_NETWORKS", "")),
            accounts_pages_url=env.get("ACCOUNTS_PAGES_URL", "").rstrip("/"),
            bureau_pages_url=env.get("BUREAU_PAGES_URL", "").rstrip("/"),
            exports_pages_url=env.get("EXPORTS_PAGES_URL", "").rstrip("/"),
        )
