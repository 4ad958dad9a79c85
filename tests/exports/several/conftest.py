"""Four clients whose exports are one ZIP, and somebody who may export them all."""

import pytest


@pytest.fixture
def world(either_world):
    return either_world


@pytest.fixture
def clients(world):
    """The ids of the accounts of several clients, by prefix."""
    found = {}
    for place in range(4):
        prefix = f"client-{place}"
        found[prefix] = world.has_account(prefix)
        world.has_documents(found[prefix], place)
    return found


@pytest.fixture
def owner(world, clients):
    return world.person(dict.fromkeys(clients.values(), "owner"))
