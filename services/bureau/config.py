"""The environment variables of the bureau service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    database_url: str
    bus_url: str
    public_url: str
    accounts_url: str
    company_time_limit: int  # seconds
    accounts_pages_url: str = ""
    bureau_pages_url: str = ""
    exports_pages_url: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read every setting at start, so that a missing or bad one stops the process then."""
        limit = int(env.get("COMPANY_TIME_LIMIT", "600"))
        if limit < 1:
            raise ValueError("COMPANY_TIME_LIMIT is a number of seconds, at least 1")
        return cls(
            database_url=env["DATABASE_URL"],
            bus_url=env["BUS_URL"],
            public_url=env.get("PUBLIC_URL", "http://127.0.0.1:8002").rstrip("/"),
            accounts_url=env.get("ACCOUNTS_URL", "http://127.0.0.1:8001").rstrip("/"),
            company_time_limit=limit,
            accounts_pages_url=env.get("ACCOUNTS_PAGES_URL", "").rstrip("/"),
            bureau_pages_url=env.get("BUREAU_PAGES_URL", "").rstrip("/"),
            exports_pages_url=env.get("EXPORTS_PAGES_URL", "").rstrip("/"),
        )
