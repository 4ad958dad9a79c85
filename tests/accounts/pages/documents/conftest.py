"""The account `acme`, its people, and browsers in which they look at its documents."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from services.accounts.accounts.models import Account
from services.accounts.parties.actions import add_contractor, add_product
from tests.accounts.builders import Someone, World
from tests.accounts.documents.bodies import a_document
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

HOME = "/account/acme/documents"
API = "/v1/accounts/acme/documents"


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


@pytest.fixture
def contractor(world: World, owner: Someone) -> Callable[..., Any]:
    """Keeps a contractor of the account."""

    def keep(**facts: Any) -> Any:
        with world.sessions.begin() as session:
            account = session.scalars(select(Account).filter_by(prefix="acme")).one()
            return add_contractor(session, account, facts).serial

    return keep


@pytest.fixture
def product(world: World, owner: Someone) -> Callable[..., Any]:
    """Keeps a product of the account."""

    def keep(**facts: Any) -> Any:
        with world.sessions.begin() as session:
            account = session.scalars(select(Account).filter_by(prefix="acme")).one()
            priced = facts | {"price": Decimal(facts["price"])}
            return add_product(session, account, priced).serial

    return keep
