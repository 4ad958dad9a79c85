"""What is sent twice, at once, or waited for."""

import threading

from flask import Flask

from tests.shared.web.counters import get


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


def _count_in(app: Flask, counter: str) -> None:
    """Somebody else counts."""
    with app.extensions["writing"].begin() as session:
        get(session, counter.rpartition("/")[2]).count += 1
