"""The owner of the bureau `biuro500`, and the browsers of people who are signed in."""

import re

import pytest

from tests.pages.browser import Browser


def browser_of(stage, person):
    """The browser of somebody who is signed in."""
    return Browser(stage.app, "bureau", person.headers["Authorization"].split()[1])


def names(page):
    """The companies that the list shows, in its order."""
    return re.findall(r'<th scope="row">(?:<input[^>]*>)?<a[^>]*>([^<]+)</a>', page.text)


@pytest.fixture
def owner(stage):
    return stage.bureau("biuro500")


@pytest.fixture
def browser(stage, owner):
    """The owner's."""
    return browser_of(stage, owner)
