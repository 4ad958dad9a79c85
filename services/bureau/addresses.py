"""Absolute addresses of what this service shows."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app


def client_url(bureau: str, client: str) -> str:
    """The address of a client."""
    return f"{current_app.config['PUBLIC_URL']}/v1/bureaus/{bureau}/clients/{client}"


def handover_url(bureau: str, client: str) -> str:
    """Where a client is handed over."""
    return f"{client_url(bureau, client)}/handover"


def handover_package_url(bureau: str, client: str) -> str:
    """Where the hand-over package of a client is seen."""
    return f"{client_url(bureau, client)}/handover_package"


def prefixes_url(bureau: str, company: dict[str, Any]) -> str:
    """Where free prefixes for a company are."""
    query = urlencode({name: company[name] for name in ("name", "city", "tax_no")})
    return f"{current_app.config['PUBLIC_URL']}/v1/bureaus/{bureau}/companies/prefixes?{query}"


def bulk_url(bureau: str, job_id: str) -> str:
    """The address of a bulk job."""
    return f"{current_app.config['PUBLIC_URL']}/v1/bureaus/{bureau}/bulk/{job_id}"


def assignments_url(bureau: str, client: str) -> str:
    """Where the people of a client are named."""
    return f"{client_url(bureau, client)}/assignments"


def successor_url(bureau: str, person: str) -> str:
    """Where it is named who takes over from a person."""
    return f"{current_app.config['PUBLIC_URL']}/v1/bureaus/{bureau}/people/{person}/successor"
