"""An account, its owner, and somebody who may change its settings."""

import pytest

from tests.accounts.builders import Someone, World
from tests.accounts.roles.given import with_permissions


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def clerk(world: World, owner: Someone) -> Someone:
    """Somebody who may change settings and users, and look at documents."""
    return with_permissions(world, owner, "see_documents", "settings")
