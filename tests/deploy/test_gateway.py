"""Behind the gateway the three services are one address: every page finds its service."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from deploy.environment import PORTS

CONF = (Path(__file__).parents[2] / "deploy/gateway/nginx.conf").read_text()
MAP = re.search(r"map \$uri \$service \{(.*?)\}", CONF, re.DOTALL)


def routed(path: str) -> str:
    """The service to which nginx sends a path, by the first pattern that fits."""
    assert MAP
    rows = re.findall(r"^\s*(\S+)\s+(\w+)-api:8000;", MAP[1], re.MULTILINE)
    for pattern, service in rows:
        if pattern.startswith("~") and re.search(pattern[1:], path):
            return str(service)
    return dict(rows)["default"]


@pytest.mark.parametrize("service", PORTS)
def test_the_gateway_sends_each_page_to_the_service_that_has_it(service: str) -> None:
    parts = import_module(f"services.{service}.app").PAGES
    rules = {endpoint.rule for part in parts for endpoint in part.endpoints}

    paths = {re.sub(r"<[^>]+>", "abc", rule) for rule in rules} | {f"/-/{service}/static/0/a.css"}

    assert {path: routed(path) for path in paths} == dict.fromkeys(paths, service)


def test_an_account_may_be_called_like_anything_else() -> None:
    assert routed("/account/exports/settings/users") == "accounts"
    assert routed("/panel-of-mine") == "accounts"
