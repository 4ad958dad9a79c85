"""An address that will go says so on every answer, and in the description of the API."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from shared.auth.caller import NOBODY
from shared.errors import Missing
from shared.texts import N_
from shared.web.api import Access, Api
from shared.web.app import Service, make_app
from shared.web.deprecation import Deprecated

GOING = Deprecated(
    since=date(2026, 1, 31),
    sunset=date(2026, 12, 31),
    told_at="https://docs.example/old",
    successor="/v2/things",
)


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    api = Api("things")

    @api.read("/v1/things", access=Access.PUBLIC, deprecated=GOING)
    def list_things(session, caller):
        """All things."""
        return

    @api.read("/v1/missing", access=Access.PUBLIC, deprecated=GOING)
    def get_missing(session, caller):
        """Nothing."""
        raise Missing(N_("There is nothing at this address."))

    @api.read("/v2/things", access=Access.PUBLIC)
    def list_new_things(session, caller):
        """All things."""
        return

    service = Service("things", "things", "Things.", sqlite_url, [api])
    return make_app(service, lambda engine: lambda session, token: NOBODY)


@pytest.mark.parametrize("path", ["/v1/things", "/v1/missing"])
def test_a_deprecated_address_says_since_when_and_until_when_on_every_answer(app, path):
    answer = app.test_client().get(path)

    assert answer.headers["Deprecation"] == "@1769817600"
    assert answer.headers["Sunset"] == "Thu, 31 Dec 2026 00:00:00 GMT"
    assert answer.headers.getlist("Link") == [
        '<https://docs.example/old>; rel="deprecation"; type="text/html"',
        '<https://docs.example/old>; rel="sunset"; type="text/html"',
        '</v2/things>; rel="successor-version"',
    ]


def test_other_addresses_say_nothing_of_it(app):
    answer = app.test_client().get("/v2/things")

    assert not {"Deprecation", "Sunset", "Link"} & set(answer.headers.keys())


def test_the_description_of_the_api_marks_it(app):
    paths = app.test_client().get("/openapi.json").json["paths"]

    assert paths["/v1/things"]["get"]["deprecated"] is True
    assert "Use `/v2/things`." in paths["/v1/things"]["get"]["description"]
    assert "deprecated" not in paths["/v2/things"]["get"]


def test_without_a_sunset_nothing_is_said_of_the_end():
    headers = Headers()

    Deprecated(since=date(2026, 1, 31), told_at="https://docs.example/old").add_to(headers)

    assert "Sunset" not in headers


def test_nothing_goes_before_it_is_deprecated():
    with pytest.raises(ValueError, match="before"):
        Deprecated(since=date(2026, 2, 1), sunset=date(2026, 1, 1), told_at="https://x.example")
