"""The environment variables of the accounts service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from shared.webhooks.addresses import networks

LONGEST_TOKEN = 600  # seconds


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation may choose; the README says what each is for."""

    database_url: str
    bus_url: str
    data_dir: Path
    public_url: str
    access_token_seconds: int = 300
    rate_limits: bool = True
    trusted_proxies: int = 0  # In front of the service, each adding to X-Forwarded-For.
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "biurko@localhost"
    webhook_networks: tuple[str, ...] = ()  # That may be called besides public addresses.
    operator_email: str | None = None
    operator_password: str | None = field(default=None, repr=False)
    exports_url: str = "http://127.0.0.1:8003"  # Where its key set is.
    accounts_pages_url: str = ""
    bureau_pages_url: str = ""
    exports_pages_url: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read every setting at start, so that a missing or wrong one stops the process then."""
        return cls(
            database_url=env["DATABASE_URL"],
            bus_url=env["BUS_URL"],
            data_dir=Path(env["DATA_DIR"]),
            public_url=env["PUBLIC_URL"].rstrip("/"),
            access_token_seconds=_token_seconds(env.get("ACCESS_TOKEN_SECONDS") or "300"),
            rate_limits=env.get("RATE_LIMITS", "on").lower() != "off",
            trusted_proxies=int(env.get("TRUSTED_PROXIES") or "0"),
            smtp_url=env.get("SMTP_URL") or None,
            mail_from=env.get("MAIL_FROM") or cls.mail_from,
            webhook_networks=networks(env.get("WEBHOOK_NETWORKS", "")),
            operator_email=env.get("OPERATOR_EMAIL") or None,
            operator_password=env.get("OPERATOR_PASSWORD") or None,
            exports_url=env.get("EXPORTS_URL", "http://127.0.0.1:8003").rstrip("/"),
            accounts_pages_url=env.get("ACCOUNTS_PAGES_URL", "").rstrip("/"),
            bureau_pages_url=env.get("BUREAU_PAGES_URL", "").rstrip("/"),
            exports_pages_url=env.get("EXPORTS_PAGES_URL", "").rstrip("/"),
        )


def _token_seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST_TOKEN:
        raise ValueError(f"ACCESS_TOKEN_SECONDS is {text!r}, not 1 … {LONGEST_TOKEN}")
    return int(text)
