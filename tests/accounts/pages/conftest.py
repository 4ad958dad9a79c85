"""The account `acme`, and the browsers of people who are signed in."""

import pytest

from tests.accounts.builders import Someone, World
from tests.pages.browser import Browser


def browser_of(world: World, someone: Someone) -> Browser:
    """The browser of somebody who is signed in."""
    return Browser(world.app, "accounts", someone.headers["Authorization"].split()[1])


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def browser(world: World, owner: Someone) -> Browser:
    """The owner's."""
    return browser_of(world, owner)
