"""The service of one counter, and somebody who may use it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.database import technical
from shared.web.app import Service, make_app
from tests.quicker import create_tables
from tests.shared.web.counters import Base, api, authenticate


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    service = Service("counters", "Counters", "Counts.", database_url, [api])
    create_tables(database_url, (technical, Base.metadata))
    app = make_app(service, lambda engine: authenticate)
    yield app
    app.extensions["writing"].kw["bind"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


@pytest.fixture
def counter(client: FlaskClient) -> str:
    client.post("/v1/counters", json={"id": "a"})
    return "/v1/counters/a"
