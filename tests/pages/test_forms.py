"""Forms: whose they are, how they are read, and what becomes of a refusal."""

from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from shared.pages.forms import read_form
from tests.accounts.builders import World
from tests.pages.browser import Browser

USERS = "/account/acme/settings/users"
SAVE = "/account/acme/settings/bureau"


@pytest.fixture
def browser(world: World) -> Browser:
    """Of the owner of `acme`, who is signed in and looks at its users."""
    world.bureau("biuro500")
    owner = world.account("acme")
    browser = Browser(world.app, "accounts", owner.headers["Authorization"].split()[1])
    browser.open(f"{USERS}?bureau_prefix=biuro500")
    return browser


def linked(world: World) -> Any:
    return world.sign_in("acme@example.com").get("/v1/accounts/acme").json["bureau_prefix"]


def test_a_form_does_what_it_says_and_the_next_page_says_so_once(
    world: World, browser: Browser
) -> None:
    answer = browser.send(SAVE)

    assert (answer.status_code, answer.location) == (303, USERS)
    assert linked(world) == "biuro500"
    assert "Biuro księgowe zostało zapisane." in browser.open(USERS).text
    assert "Biuro księgowe zostało zapisane." not in browser.open(USERS).text


def test_a_form_without_its_token_is_refused(world: World, browser: Browser) -> None:
    answer = browser.client.post(SAVE, data={"bureau_prefix": "biuro500"})

    assert answer.status_code == 403
    assert "Ten formularz otwarto przed zalogowaniem albo nie u nas." in answer.text
    assert linked(world) is None


def test_a_form_with_the_token_of_another_session_is_refused(
    world: World, browser: Browser
) -> None:
    other = Browser(world.app, "accounts", token_of(world.account("evas")))

    answer = browser.post(SAVE, bureau_prefix="biuro500", form_token=other.form_token)

    assert answer.status_code == 403
    assert linked(world) is None


def test_a_form_with_a_token_of_another_browser_is_refused(world: World, browser: Browser) -> None:
    given = browser.form_token
    browser.client.set_cookie("biurko_accounts_form", "another-key")

    assert browser.post(SAVE, bureau_prefix="biuro500", form_token=given).status_code == 403
    assert linked(world) is None


def test_a_form_of_another_site_is_refused_whatever_it_holds(
    world: World, browser: Browser
) -> None:
    data = {"bureau_prefix": "biuro500", "form_token": browser.form_token}

    answer = browser.client.post(SAVE, data=data, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert linked(world) is None


def test_script_may_send_the_token_as_a_header(world: World, browser: Browser) -> None:
    headers = {"X-Form-Token": browser.form_token}

    browser.client.post(SAVE, data={"bureau_prefix": "biuro500"}, headers=headers)

    assert linked(world) == "biuro500"


def test_a_refused_form_is_shown_again_with_the_reason_and_what_was_typed(
    world: World, browser: Browser
) -> None:
    answer = browser.post(SAVE, bureau_prefix="nikogo")

    assert answer.status_code == 422
    assert "Nie ma biura" in answer.text
    assert 'aria-invalid="true" aria-describedby="e-bureau_prefix"' in answer.text
    assert 'value="nikogo"' in answer.text
    assert linked(world) is None


def test_what_is_typed_is_text(browser: Browser) -> None:
    answer = browser.post(SAVE, bureau_prefix='"><script>alert(1)</script>')

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_a_notice_that_somebody_else_wrote_is_not_shown(browser: Browser) -> None:
    browser.client.set_cookie("biurko_accounts_notice", "0" * 64 + ".WyJIZWxsbyIsIHt9XQ==")

    answer = browser.open(USERS)

    assert answer.status_code == 200
    assert "Hello" not in answer.text


class Address(Schema):
    city = fields.String()


class Row(Schema):
    name = fields.String()
    count = fields.Integer()


class Everything(Schema):
    name = fields.String(load_default=None)
    address = fields.Nested(Address)
    rows = fields.List(fields.Nested(Row))
    tags = fields.List(fields.String())
    agreed = fields.Boolean(load_default=False)


def test_a_form_is_read_as_the_json_that_its_names_point_into(world: World) -> None:
    sent = {
        "name": "  ",
        "address/city": "Łódź",
        "rows/0/name": "a",
        "rows/10/name": "c",
        "rows/2/name": "b",
        "rows/2/count": "7",
        "tags": ["x", "y"],
        "agreed": "true",
        "unknown": "left alone",
        "form_token": "t",
    }
    with world.app.test_request_context("/", method="POST", data=sent):
        read = read_form(Everything)

    assert read == {
        "name": None,
        "address": {"city": "Łódź"},
        "rows": [{"name": "a"}, {"name": "b", "count": 7}, {"name": "c"}],
        "tags": ["x", "y"],
        "agreed": True,
    }


@pytest.mark.parametrize("name", ["address", "address/city/x", "rows/0"])
def test_names_that_contradict_one_another_are_refused(world: World, name: str) -> None:
    sent = {"address/city": "Łódź", "rows/0/name": "a", name: "x"}

    with (
        world.app.test_request_context("/", method="POST", data=sent),
        pytest.raises(ValidationError),
    ):
        read_form(Everything)


def token_of(someone: Any) -> str:
    return str(someone.headers["Authorization"].split()[1])


def test_a_form_that_is_pressed_twice_does_its_thing_once(world: World, browser: Browser) -> None:
    page = browser.page
    first = browser.send(SAVE)
    said = len(world.said("accounts.account.bureau_linked.v1"))
    browser.page = page

    second = browser.send(SAVE)

    assert (second.status_code, second.location) == (303, first.location)
    assert len(world.said("accounts.account.bureau_linked.v1")) == said
    assert "Biuro księgowe zostało zapisane." in browser.open(USERS).text


def test_what_was_refused_may_be_sent_again_and_other_fields_are_another_wish(
    world: World, browser: Browser
) -> None:
    page = browser.page
    refused = browser.send(SAVE, bureau_prefix="none-such")
    browser.page = page
    again = browser.send(SAVE, bureau_prefix="none-such")
    browser.page = page

    assert [refused.status_code, again.status_code] == [422, 422]
    assert browser.send(SAVE).status_code == 303
    assert linked(world) == "biuro500"
