"""The account `acme`, its people, and browsers in which they look at its documents."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.builders import Someone, World
from tests.accounts.documents.bodies import a_document
from tests.pages.browser import Browser

HOME = "/account/acme/documents"
API = "/v1/accounts/acme/documents"


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


@pytest.fixture
def accountant(world: World, owner: Someone) -> Browser:
    """Of somebody who sees documents and changes none."""
    return browser_of(world, world.with_role(owner, "acme", "accountant"))


@pytest.fixture
def issue(owner: Someone) -> Callable[..., Any]:
    """Issues a document of these rows, with these changes."""

    def issue(*rows: dict[str, Any], **changes: Any) -> Any:
        answer = owner.post(API, a_document(*rows, **changes))
        assert answer.status_code == 201, answer.text
        return answer.json

    return issue
