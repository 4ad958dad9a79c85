"""What every service shows of itself: its health, its figures and its description."""

import re

import pytest
from openapi_spec_validator import validate

from services.bureau.clients.lifecycle import State
from tests.system.product import Product
from tests.system.system import SERVICES

OUTSIDE = re.compile(rb"""(?:src|href)=["'](?:https?:)?//(?!127\.0\.0\.1)""")
METRIC = re.compile(r"^[a-z_:][\w:]*(\{.*\})? \S+$", re.IGNORECASE)


@pytest.fixture(params=SERVICES)
def url(request: pytest.FixtureRequest, product: Product) -> str:
    return str(getattr(product, request.param))


def test_it_lives_and_is_ready(url: str, product: Product) -> None:
    product.get(f"{url}/healthz").expect(200)
    product.get(f"{url}/readyz").expect(200)


def test_its_figures_can_be_read_by_prometheus(url: str, product: Product) -> None:
    answer = product.get(f"{url}/metrics").expect(200)

    assert answer.headers["content-type"].startswith("text/plain")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert len(lines) > 10
    assert all(METRIC.match(line) for line in lines)


def test_its_description_is_valid_openapi(url: str, product: Product) -> None:
    description = product.get(f"{url}/openapi.json").expect(200).json

    validate(description)
    assert description["openapi"].startswith("3.1")
    assert any(path.startswith("/v1/") for path in description["paths"])


def test_its_pages_come_from_nowhere_else(url: str, product: Product) -> None:
    page = product.get(f"{url}/docs")
    if page.status in (301, 302, 308):
        page = product.get(f"{url}/docs/")

    assert page.expect(200).headers["content-type"].startswith("text/html")
    assert not OUTSIDE.search(page.content)
    assets = re.findall(rb"""(?:src|href)=["']([^"'#]+)["']""", page.content)
    assert assets
    for asset in assets:
        name = asset.decode()
        address = name if name.startswith("http") else f"{url}/docs/{name.removeprefix('./')}"
        product.get(address if not name.startswith("/") else f"{url}{name}").expect(200)


def test_the_lifecycle_is_told_from_the_table_that_runs(product: Product) -> None:
    told = product.get(f"{product.bureau}/v1/lifecycle").expect(200)

    text = told.content.decode()
    assert "stateDiagram-v2" in text
    assert all(state.value in text for state in State)
