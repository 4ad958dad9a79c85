"""The conventions of the contract, on a service of one counter."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import Schema, fields
from sqlalchemy import MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.auth.caller import Caller
from shared.database import NAMING, technical
from shared.errors import Missing, Refused, Unauthenticated
from shared.web.api import Access, Answer, Api, Waiting
from shared.web.app import Service, make_app
from shared.web.fields import Money, Text
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Counter(Base):
    __tablename__ = "counter"

    id: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class CounterView(Schema):
    id = fields.String()
    count = fields.Integer()
    version = fields.Integer()
    secret = fields.String(metadata={"secret": True})


class CounterBody(Schema):
    id = Text(most=10, required=True)
    price = Money()


api = Api("counters")
release = threading.Event()


@api.write("POST", "/v1/counters", body=CounterBody, out=CounterView, status=201)
def make_counter(session: Session, caller: Caller, body: dict) -> object:
    """Make a counter."""
    counter = Counter(id=body["id"], count=0)
    session.add(counter)
    session.flush()
    shown = {"id": counter.id, "count": 0, "version": counter.version, "secret": "s3cret"}
    return Answer(shown, headers={"Location": f"/v1/counters/{counter.id}"})


@api.write("POST", "/v1/counters/<name>/count", out=CounterView)
def count(session: Session, caller: Caller, name: str) -> Counter:
    """Count one more."""
    counter = get(session, name)
    check_if_match(counter.version)
    counter.count += 1
    session.flush()
    return counter


@api.write("POST", "/v1/counters/<name>/refuse", out=CounterView)
def refuse(session: Session, caller: Caller, name: str) -> Counter:
    """Count, and then say no."""
    get(session, name).count += 1
    session.flush()
    raise Refused("No, %(name)s.", code="step_refused", name=name, fix="http://x.example/y")


@api.write("POST", "/v1/counters/<name>/slowly", out=CounterView, waits=True, status=202)
def slowly(session: Session, caller: Caller, name: str) -> Waiting:
    """Ask for a count that somebody else makes."""

    def look(later: Session) -> Answer | None:
        counter = get(later, name)
        return Answer(counter, status=201) if counter.count else None

    return Waiting(Answer(get(session, name)), look)


@api.read("/v1/counters", out=page_of(CounterView), query=ListQuery, access=Access.PUBLIC)
def list_counters(session: Session, caller: Caller, query: dict) -> Page[Counter]:
    """All counters."""
    return paginate(session, select(Counter), [Counter.rank, Counter.id], **query)


@api.read("/v1/counters/<name>", out=CounterView)
def get_counter(session: Session, caller: Caller, name: str) -> Counter:
    """One counter."""
    return get(session, name)


@api.read("/v1/crash", access=Access.PUBLIC)
def crash(session: Session, caller: Caller) -> None:
    """Fail in a way that nobody foresaw."""
    raise ZeroDivisionError("the inner secret")


def get(session: Session, name: str) -> Counter:
    counter = session.get(Counter, name)
    if counter is None:
        raise Missing("There is no counter %(name)s.", name=name)
    return counter


def authenticate(session: Session, token: str) -> Caller:
    if token != "good":
        raise Unauthenticated("No.")
    return Caller(id="u-1", kind="user")


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    service = Service("counters", "Counters", "Counts.", database_url, [api])
    app = make_app(service, lambda engine: authenticate)
    engine = app.extensions["writing"].kw["bind"]
    Base.metadata.create_all(engine)
    technical.create_all(engine)
    yield app
    engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


@pytest.fixture
def counter(client: FlaskClient) -> str:
    client.post("/v1/counters", json={"id": "a"})
    return "/v1/counters/a"


def test_a_thing_is_made_with_location_and_etag(client):
    response = client.post("/v1/counters", json={"id": "a", "price": "1.20"})

    assert response.status_code == 201
    assert response.headers["Location"] == "/v1/counters/a"
    assert response.headers["ETag"] == '"1"'
    assert response.json == {"id": "a", "count": 0, "version": 1, "secret": "s3cret"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/id"),
        ({"id": ""}, "/id"),
        ({"id": "  "}, "/id"),
        ({"id": "a\x00"}, "/id"),
        ({"id": "a" * 11}, "/id"),
        ({"id": 7}, "/id"),
        ({"id": "a", "other": 1}, "/other"),
        ({"id": "a", "price": 1.2}, "/price"),
        ({"id": "a", "price": "1.234"}, "/price"),
        ({"id": "a", "price": "NaN"}, "/price"),
        ({"id": "a", "price": "1e99"}, "/price"),
    ],
)
def test_a_body_that_breaks_a_rule_is_refused_by_pointer(client, body, pointer):
    response = client.post("/v1/counters", json=body)

    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert response.json["code"] == "invalid"
    assert pointer in [error["pointer"] for error in response.json["errors"]]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": "{", "content_type": "application/json"}, 400, "bad_request"),
        ({"data": b'"\xff"', "content_type": "application/json"}, 400, "bad_request"),
        ({"data": '{"id":"\\ud800"}', "content_type": "application/json"}, 400, "bad_request"),
        ({"data": "[" * 5000, "content_type": "application/json"}, 400, "bad_request"),
        ({"data": "[]", "content_type": "application/json"}, 422, "invalid"),
        ({"data": "{}", "content_type": "text/plain"}, 415, "unsupported_media_type"),
        ({"data": b" " * (1024 * 1024 + 1), "content_type": "application/json"}, 413,
         "payload_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_json_body_is_refused_clearly(client, sent, status, code):
    response = client.post("/v1/counters", **sent)

    assert (response.status_code, response.json["code"]) == (status, code)


def test_nobody_gets_in_without_a_good_token(client, counter):
    for header in ("Bearer bad", "Bearer", "Basic good", ""):
        response = client.get(counter, headers={"Authorization": header})

        assert (response.status_code, response.json["code"]) == (401, "unauthenticated")
        assert "WWW-Authenticate" in response.headers


def test_what_is_not_there_is_a_problem_not_a_page(client):
    missing = client.get("/nowhere")
    wrong = client.delete("/v1/counters")

    assert (missing.status_code, missing.json["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["Allow"]


def test_an_address_or_a_parameter_with_a_nul_is_refused(client):
    assert client.get("/v1/counters/%00").status_code == 404
    assert client.get("/v1/counters?cursor=%00").status_code == 400


def test_a_refusal_undoes_the_work_and_shows_the_way_out(client, counter):
    response = client.post(f"{counter}/refuse")

    assert response.status_code == 409
    assert response.json["code"] == "step_refused"
    assert response.json["detail"] == "No, a."
    assert response.json["fix"] == "http://x.example/y"
    assert client.get(counter).json["count"] == 0


def test_an_error_of_ours_tells_its_number_and_nothing_else(client):
    response = client.get("/v1/crash")

    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json["detail"]
    assert "secret" not in response.text


def test_problems_are_told_in_polish_to_who_reads_polish(client):
    response = client.get("/nowhere", headers={"Accept-Language": "pl,en;q=0.5"})

    assert response.json["detail"] == "Pod tym adresem nic nie ma."


def test_an_old_version_is_not_changed(client, counter):
    old = client.get(counter).headers["ETag"]
    assert client.post(f"{counter}/count", headers={"If-Match": old}).status_code == 200

    response = client.post(f"{counter}/count", headers={"If-Match": old})

    assert (response.status_code, response.json["code"]) == (412, "version_conflict")
    assert client.get(counter).json["count"] == 1


def test_a_version_that_the_reader_has_is_not_sent_again(client, counter):
    tag = client.get(counter).headers["ETag"]

    response = client.get(counter, headers={"If-None-Match": tag})

    assert (response.status_code, response.data) == (304, b"")


def test_the_same_key_has_the_effect_and_the_answer_of_one(client, counter):
    answers = [client.post(f"{counter}/count", headers={"Idempotency-Key": "k"}) for _ in "abc"]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json == answers[1].json == answers[2].json
    assert answers[0].headers["ETag"] == answers[2].headers["ETag"]
    assert client.get(counter).json["count"] == 1


def test_a_key_is_of_one_request_only(client):
    headers = {"Idempotency-Key": "k"}
    client.post("/v1/counters", json={"id": "a"}, headers=headers)

    response = client.post("/v1/counters", json={"id": "b"}, headers=headers)

    assert (response.status_code, response.json["code"]) == (422, "idempotency_key_reused")


def test_a_secret_is_shown_once(client):
    headers = {"Idempotency-Key": "k"}
    first = client.post("/v1/counters", json={"id": "a"}, headers=headers)

    again = client.post("/v1/counters", json={"id": "a"}, headers=headers)

    assert first.json["secret"] == "s3cret"
    assert again.json == first.json | {"secret": None}


def test_what_was_refused_may_be_tried_again_with_its_key(client):
    headers = {"Idempotency-Key": "k"}
    client.post("/v1/counters", json={"id": ""}, headers=headers)

    assert client.post("/v1/counters", json={"id": "a"}, headers=headers).status_code == 201


def test_rivals_with_one_key_have_one_effect(app, client, counter):
    statuses = []

    def press() -> None:
        rival = app.test_client()
        headers = {"Idempotency-Key": "k", "Authorization": "Bearer good"}
        statuses.append(rival.post(f"{counter}/count", headers=headers).status_code)

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {200, 409}
    assert client.get(counter).json["count"] == 1


def test_prefer_wait_gives_the_final_answer_when_it_comes(app, client, counter):
    counting = threading.Timer(0.2, lambda: _count_in(app, counter))
    counting.start()

    response = client.post(f"{counter}/slowly", headers={"Prefer": "wait=5"})

    counting.join()
    assert response.status_code == 201
    assert response.json["count"] == 1
    assert response.headers["Preference-Applied"] == "wait=5"


def test_without_prefer_the_answer_comes_at_once(client, counter):
    assert client.post(f"{counter}/slowly").status_code == 202
    assert client.post(f"{counter}/slowly", headers={"Prefer": "wait=0"}).status_code == 202


def test_a_request_that_is_held_is_in_progress_for_its_rival(app, client, counter):
    headers = {"Idempotency-Key": "k", "Prefer": "wait=3", "Authorization": "Bearer good"}
    first = []
    held = threading.Thread(
        target=lambda: first.append(app.test_client().post(f"{counter}/slowly", headers=headers))
    )
    held.start()
    threading.Event().wait(0.3)

    rival = client.post(f"{counter}/slowly", headers=headers)
    _count_in(app, counter)
    held.join()
    repeat = client.post(f"{counter}/slowly", headers=headers)

    assert (rival.status_code, rival.json["code"]) == (409, "in_progress")
    assert first[0].status_code == repeat.status_code == 201
    assert repeat.json == first[0].json


def test_a_list_is_stable_while_rows_come_and_go(app, client):
    with app.extensions["writing"].begin() as session:
        session.add_all([Counter(id=f"c{i:02}", rank=i // 4) for i in range(10)])

    first = client.get("/v1/counters?limit=4").json
    with app.extensions["writing"].begin() as session:
        session.delete(session.get(Counter, "c01"))
        session.add(Counter(id="c000", rank=0))
    second = client.get(f"/v1/counters?limit=4&cursor={first['next']}").json
    third = client.get(f"/v1/counters?limit=4&cursor={second['next']}").json

    assert [row["id"] for row in first["items"]] == ["c00", "c01", "c02", "c03"]
    assert [row["id"] for row in second["items"]] == ["c04", "c05", "c06", "c07"]
    assert [row["id"] for row in third["items"]] == ["c08", "c09"]
    assert third["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=WzFd",
                                   "cursor=W251bGwsMV0", "cursor=ż"])  # fmt: skip
def test_a_bad_limit_or_cursor_is_invalid(client, query):
    response = client.get(f"/v1/counters?{query}")

    assert (response.status_code, response.json["code"]) == (422, "invalid")


def test_health_tells_what_is_missing(client):
    ready = client.get("/readyz")

    assert client.get("/healthz").json == {"status": "ok"}
    assert ready.status_code == 503
    assert ready.json["missing"] == ["worker", "relay"]


def test_metrics_count_requests_and_the_backlog(client, counter):
    text = client.get("/metrics").text

    assert 'route="/v1/counters",status="201"' in text
    assert "bus_unsent" in text


def test_the_api_describes_itself(client):
    document = client.get("/openapi.json").json

    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/v1/counters"]["post"]["summary"] == "Make a counter."
    price = document["components"]["schemas"]["CounterBody"]["properties"]["price"]
    assert price["type"] == "string"


def test_the_api_can_be_read_with_files_of_this_service_only(client):
    page = client.get("/docs")

    assert page.status_code == 200
    assert page.text.count("<script") == page.text.count('<script src="/docs/')
    assert "'self'" in page.headers["Content-Security-Policy"]
    for name in re.findall(r'"(/docs/[^"]+)"', page.text):
        with client.get(name) as asset:
            assert asset.status_code == 200


def test_every_problem_has_a_page(client):
    answer = client.get("/problems/owner_is_bureau", headers={"Accept-Language": "pl"})

    assert answer.json["status"] == 409
    assert client.get("/problems/what").status_code == 404


def _count_in(app: Flask, counter: str) -> None:
    """Somebody else counts."""
    with app.extensions["writing"].begin() as session:
        get(session, counter.rpartition("/")[2]).count += 1
