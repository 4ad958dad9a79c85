"""Chromium and a running system, once per process; skipped where Chromium is missing.

The files of tests here are spread over the session, so it is the session that keeps them.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.stage import Stage, stage
from tests.browser.visitor import Visitor

FRESH = 200.0  # seconds; an access token lasts for 300
PATIENCE = 20_000  # milliseconds; a machine may have much else to do


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if find_chromium() is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def product(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture
def visitors(browser: Browser, product: Stage) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; in the end no browser may have complained of anything."""
    made: list[Visitor] = []

    def visitor(**look: Any) -> Visitor:
        made.append(Visitor.at(browser, product.urls, product.logins, **look))
        return made[-1]

    yield visitor
    complaints = [text for each in made for text in each.complaints]
    for each in made:
        each.context.close()
    assert complaints == []


@pytest.fixture
def signed_in(visitors: Callable[..., Visitor], product: Stage) -> Callable[[str | None], Visitor]:
    """Makes visitors who have signed in already, as the one that is named, or as nobody.

    They take over the cookies of one sign-in while these are fresh.
    """

    def visitor(email: str | None) -> Visitor:
        if email is None:
            return visitors()
        began, state = product.states.get(email, (0.0, None))
        if time.monotonic() - began > FRESH:
            first = visitors()
            first.sign_in(first.page(), email)
            state = first.context.storage_state()
            product.states[email] = (time.monotonic(), state)
        return visitors(storage_state=state)

    return visitor


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    """Somebody with a usual browser."""
    return visitors()
