"""The running system: once on nothing but files, once on PostgreSQL and RabbitMQ."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from shared.ids import new_id
from tests.system.person import Person
from tests.system.product import Product
from tests.system.servers import Servers, servers_or_skip
from tests.system.system import System

EMBEDDED = pytest.param("embedded", marks=pytest.mark.system)
SERVERS = pytest.param("servers", marks=[pytest.mark.system, pytest.mark.servers])


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with servers_or_skip() as both:
        yield both


@pytest.fixture(scope="session", params=[EMBEDDED, SERVERS])
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    env = {}
    if request.param == "servers":
        env = request.getfixturevalue("servers").environment(f"journeys_{new_id()[-6:]}")
    system = System(tmp_path_factory.mktemp(request.param), env)
    try:
        yield system.start()
    finally:
        system.stop()


@pytest.fixture(scope="session")
def product(system: System) -> Iterator[Product]:
    with closing(Product.of(system)) as product:
        yield product


@pytest.fixture(scope="session")
def operator(product: Product) -> Person:
    return product.operator()


@pytest.fixture(scope="session")
def bureau(product: Product, operator: Person) -> Person:
    """The owner of a bureau whose module is switched on."""
    return operator.make_bureau(size=100)
