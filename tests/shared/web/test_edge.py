"""The conventions of the contract, on a service of one counter."""

import re

import pytest

from tests.shared.web.counters import Counter


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


def test_behind_a_gateway_the_docs_of_a_service_name_its_own_files(client):
    named = {"X-Forwarded-Prefix": "/bureau"}

    page, start = (client.get(path, headers=named).text for path in ("/docs", "/docs/start.js"))

    assert set(re.findall(r'(?:src|href)="([^"]+/)[^/"]+"', page)) == {"/bureau/docs/", "/bureau/"}
    assert 'url: "/bureau/openapi.json"' in start


@pytest.mark.parametrize("odd", ['/"><script>', "//elsewhere.example", "/a/b", "nothing"])
def test_a_prefix_that_is_no_path_of_a_gateway_is_left_out_of_the_docs(client, odd):
    said = {"X-Forwarded-Prefix": odd}

    assert client.get("/docs", headers=said).text == client.get("/docs").text


def test_every_problem_has_a_page(client):
    answer = client.get("/problems/owner_is_bureau", headers={"Accept-Language": "pl"})

    assert answer.json["status"] == 409
    assert client.get("/problems/what").status_code == 404
