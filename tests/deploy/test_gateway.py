"""Behind the gateway the three services are one address: every page finds its service."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from deploy.environment import PORTS
from services.accounts.accounts.prefixes import RESERVED

CONF = (Path(__file__).parents[2] / "deploy/gateway/http.conf").read_text()
MAP = re.search(r"map \$uri \$service \{(.*?)\}", CONF, re.DOTALL)


def routed(path: str) -> str:
    """The service to which nginx sends a path, by the first pattern that fits."""
    assert MAP
    rows = re.findall(r"^\s*(\S+)\s+(\w+)-api:8000;", MAP[1], re.MULTILINE)
    for pattern, service in rows:
        if pattern.startswith("~") and re.search(pattern[1:], path):
            return str(service)
    return dict(rows)["default"]


def rules_of(service: str) -> set[str]:
    """Every address of the service's pages and of its API."""
    app = import_module(f"services.{service}.app")
    return {endpoint.rule for part in (*app.PAGES, *app.APIS) for endpoint in part.endpoints}


SHARED = {"/v1/lifecycle"}
"""What bureau and exports both answer; the contract gives it to bureau."""


def paths_of(service: str) -> set[str]:
    return {re.sub(r"<[^>]+>", "abc", rule) for rule in rules_of(service) - SHARED}


@pytest.mark.parametrize("service", PORTS)
def test_the_gateway_sends_each_address_to_the_service_that_has_it(service: str) -> None:
    paths = paths_of(service) | {f"/-/{service}/static/0/a.css"}

    assert {path: routed(path) for path in paths} == dict.fromkeys(paths, service)


def test_no_address_is_answered_by_two_services_but_those_that_are_known() -> None:
    by_service = [rules_of(service) for service in PORTS]

    twice = {rule for one in by_service for rule in one if sum(rule in o for o in by_service) > 1}

    assert twice == SHARED
    assert routed("/v1/lifecycle") == "bureau"


def test_an_account_may_be_called_like_anything_else() -> None:
    assert routed("/account/exports/settings/users") == "accounts"
    assert routed("/panel-of-mine") == "accounts"


def test_what_leads_to_another_service_is_no_prefix_of_an_account() -> None:
    """Programs may say the account first: `/acme/invoices.json`."""
    first = {path.split("/")[1] for service in PORTS for path in paths_of(service)}
    elsewhere = {word for word in first if routed(f"/{word}/invoices.json") != "accounts"}

    assert elsewhere - RESERVED == set()
    assert set(PORTS) <= RESERVED
