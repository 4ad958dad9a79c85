"""Links to a file that work without signing in."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from services.exports.links import actions
from services.exports.links.models import Link
from shared.clock import now
from shared.contracts.accounts import RolesChanged
from shared.contracts.bureau import ClientDetached


@pytest.fixture
def owner(world):
    account = world.has_account("acme")
    world.has_documents(account, 3)
    return world.person({account: "owner"})


@pytest.fixture
def done(world, owner):
    return world.exported(owner, "acme")


def link_to(world, who, export, **asked):
    answer = world.post(who, f"/v1/exports/{export['id']}/links", asked)
    assert answer.status_code == 201, answer.text
    return answer.json


def follow(world, link, **headers):
    parts = urlsplit(link["url"])
    return world.http.get(f"{parts.path}?{parts.query}", headers=headers, buffered=True)


def altered(link, **changes):
    parts = urlsplit(link["url"])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return {"url": f"{parts.path}?{urlencode(query)}"}


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def test_who_has_the_link_gets_the_file_without_signing_in(world, owner, done):
    link = link_to(world, owner, done)

    answer = follow(world, link)

    assert link["url"].startswith("http://exports.example/v1/links/")
    assert (answer.status_code, answer.data) == (200, world.file(owner, done).data)
    assert answer.headers["ETag"] == f'"{done["file"]["sha256"]}"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_download_by_link_can_be_resumed(world, owner, done):
    link = link_to(world, owner, done)
    whole = follow(world, link)

    rest = follow(world, link, **{"Range": "bytes=10-", "If-Range": whole.headers["ETag"]})

    assert (rest.status_code, whole.data[:10] + rest.data) == (206, whole.data)


def test_a_link_works_until_its_end(world, owner, done):
    link = link_to(world, owner, done, days=2)
    end = moment(link["expires_at"])
    assert timedelta(days=1, hours=23) < end - now() <= timedelta(days=2)
    assert follow(world, link).status_code == 200

    with world.sessions.begin() as session:
        session.get_one(Link, link["id"]).expires_at -= timedelta(days=2)

    assert follow(world, link).status_code == 404
    past = int(end.timestamp()) - 2 * 86400
    assert follow(world, altered(link, expires=past)).status_code == 404


def test_a_link_that_nobody_gave_a_length_works_for_a_week(world, owner, done):
    answer = world.http.post(f"/v1/exports/{done['id']}/links", headers=owner.headers)

    assert answer.status_code == 201
    left = moment(answer.json["expires_at"]) - now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_a_link_ends_with_the_file_at_the_latest(world, owner, done):
    world.age(done["id"], ended_at=timedelta(days=29))

    link = link_to(world, owner, done, days=30)

    assert moment(link["expires_at"]) - now() <= timedelta(days=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": int(time.time()) + 10**6},
        {"expires": "soon"},
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "ąę"},
    ],
)
def test_a_link_that_somebody_altered_leads_nowhere(world, owner, done, changes):
    link = link_to(world, owner, done)

    answer = follow(world, altered(link, **changes))

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_signature_of_one_link_opens_no_other(world, owner, done):
    first, second = (link_to(world, owner, done, days=7) for _ in range(2))

    mixed = first["url"].replace(first["id"], second["id"])

    assert follow(world, {"url": mixed}).status_code == 404


def test_a_link_is_sealed_at_once_when_the_bureau_loses_the_client(world):
    account, bureau = world.has_account("acme"), world.has_account("biuro")
    lost = world.has_client(account, bureau)
    accountant = world.person({bureau: "owner"})
    link = link_to(world, accountant, world.exported(accountant, "acme"))
    assert follow(world, link).status_code == 200

    world.hears(ClientDetached(client_id=lost, account_id=account, bureau_id=bureau))

    assert follow(world, link).status_code == 404


def test_a_link_is_sealed_when_its_maker_loses_the_role(world, owner, done):
    link = link_to(world, owner, done)

    world.hears(RolesChanged(user_id=owner.id, roles_version=2, roles={}))

    assert follow(world, link).status_code == 404


def test_links_are_listed_without_their_addresses_and_taken_back(world, owner, done):
    kept, gone = (link_to(world, owner, done) for _ in range(2))
    path = f"/v1/exports/{done['id']}/links"

    answer = world.http.delete(f"{path}/{gone['id']}", headers=owner.headers)

    assert answer.status_code == 204
    assert [follow(world, link).status_code for link in (kept, gone)] == [200, 404]
    items = world.get(owner, path).json["items"]
    assert [item["id"] for item in items] == [kept["id"]]
    assert "url" not in items[0]
    again = world.http.delete(f"{path}/{gone['id']}", headers=owner.headers)
    assert again.status_code == 404


def test_the_address_is_shown_once(world, owner, done):
    path, key = f"/v1/exports/{done['id']}/links", {"Idempotency-Key": "key-1"}

    first = world.post(owner, path, {}, **key).json
    repeat = world.post(owner, path, {}, **key).json

    assert (repeat["id"], repeat["url"]) == (first["id"], None)


def test_only_a_file_can_be_linked_and_only_by_its_owner(world, owner, done):
    waiting = world.export(owner, "acme").json
    stranger = world.person()

    assert world.post(owner, f"/v1/exports/{waiting['id']}/links", {}).status_code == 404
    assert world.post(stranger, f"/v1/exports/{done['id']}/links", {}).status_code == 404
    assert world.post(owner, f"/v1/exports/{done['id']}/links", {"days": 31}).status_code == 422


def test_an_export_has_only_so_many_links_at_once(world, owner, done):
    for _ in range(actions.MOST):
        link_to(world, owner, done)

    answer = world.post(owner, f"/v1/exports/{done['id']}/links", {})

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_links_that_are_over_are_forgotten(world, owner, done):
    link = link_to(world, owner, done)
    with world.sessions.begin() as session:
        session.get_one(Link, link["id"]).expires_at = now() - timedelta(seconds=1)

    with world.sessions.begin() as session:
        actions.forget_old(session)

    with world.sessions() as session:
        assert session.query(Link).count() == 0
