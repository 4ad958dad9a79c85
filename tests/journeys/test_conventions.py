"""The conventions of the contract, kept by all three services alike."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.journeys.steps import a_linked_client, an_active_client
from tests.system.firms import a_firm
from tests.system.http import Answer
from tests.system.person import Person
from tests.system.product import Product
from tests.system.system import SERVICES

JSON = "application/json"
FAULTY: dict[str, tuple[dict[str, Any], int, str]] = {
    "broken JSON": ({"content": b"{", "type": JSON}, 400, "bad_request"),
    "no JSON": ({"content": b"a=1", "type": "text/plain"}, 415, "unsupported_media_type"),
    "an unknown field": ({"body": {"nonsense": 1}}, 422, "invalid"),
    "too large": (
        {"content": b" " * 1_100_000, "type": JSON},
        413,
        "payload_too_large",
    ),
}

WRITES = {
    "accounts": "{product.accounts}/v1/accounts/{person.prefix}/api_tokens",
    "bureau": "{product.bureau}/v1/bureaus/{person.prefix}/clients",
    "exports": "{product.exports}/v1/exports",
}

FOREIGN = (
    "{product.accounts}/v1/accounts/{other.prefix}",
    "{product.accounts}/v1/accounts/{other.prefix}/documents",
    "{product.accounts}/v1/accounts/{other.prefix}/users",
    "{product.bureau}/v1/bureaus/{other.prefix}/clients",
    "{product.bureau}/v1/bureaus/{other.prefix}/module",
    "{product.exports}/v1/accounts/{other.prefix}/settings/jpk_fa_4",
    "{product.exports}/v1/exports/0191d6f0-0000-7000-8000-000000000000",
)


def is_problem(answer: Answer, status: int, code: str) -> bool:
    body = answer.expect(status).json
    return answer.headers["content-type"] == "application/problem+json" and (
        body["code"],
        body["status"],
        {"type", "title", "detail", "instance"} <= body.keys(),
    ) == (code, status, True)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_body_is_a_problem(
    service: str, fault: str, product: Product, bureau: Person
) -> None:
    options, status, code = FAULTY[fault]
    url = WRITES[service].format(product=product, person=bureau)
    headers = {"Content-Type": options["type"]} if "type" in options else {}

    answer = bureau.ask(
        "POST", url, body=options.get("body"), content=options.get("content"), headers=headers
    )

    assert is_problem(answer, status, code)
    if "body" in options:
        assert "/nonsense" in [row["pointer"] for row in answer.json["errors"]]


@pytest.mark.parametrize("service", SERVICES)
def test_without_a_token_nothing_is_shown(service: str, product: Product, bureau: Person) -> None:
    url = WRITES[service].format(product=product, person=bureau)

    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        answer = product.get(url, headers=headers)

        assert is_problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("url", FOREIGN)
def test_what_belongs_to_somebody_else_is_not_there(
    url: str, product: Product, bureau: Person
) -> None:
    stranger = product.sign_up()

    answer = stranger.get(url.format(product=product, other=bureau))

    assert is_problem(answer, 404, "not_found")


@pytest.mark.parametrize("service", SERVICES)
def test_an_address_says_which_methods_it_takes(
    service: str, product: Product, bureau: Person
) -> None:
    answer = bureau.ask("PATCH", WRITES[service].format(product=product, person=bureau), body={})

    assert is_problem(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["allow"]


def test_a_changed_thing_has_another_version_and_the_old_one_changes_nothing(
    product: Product,
) -> None:
    owner = product.sign_up()
    before = owner.get(owner.account).expect(200)

    changed = owner.ask(
        "PATCH",
        owner.account,
        body={"company": {"city": "Łódź"}},
        headers={"If-Match": before.headers["etag"]},
    ).expect(200)
    late = owner.ask(
        "PATCH",
        owner.account,
        body={"company": {"city": "Gdańsk"}},
        headers={"If-Match": before.headers["etag"]},
    )

    assert changed.json["version"] > before.json["version"]
    assert changed.headers["etag"] != before.headers["etag"]
    assert is_problem(late, 412, "version_conflict")
    assert owner.get(owner.account).json["company"]["city"] == "Łódź"


def test_a_client_is_not_detached_on_an_old_reading(product: Product, bureau: Person) -> None:
    client = a_linked_client(product, bureau)
    url = f"{bureau.bureau}/clients/{client.prefix}"
    old = bureau.get(url).headers["etag"]
    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    bureau.wait_for(client.prefix, state="active")

    late = bureau.post(f"{url}/detach", headers={"If-Match": old})

    assert is_problem(late, 412, "version_conflict")
    new = bureau.get(url).headers["etag"]
    bureau.post(f"{url}/detach", headers={"If-Match": new}).expect(200)


def test_a_repeat_with_the_same_key_has_the_effect_and_the_answer_of_one(
    product: Product, bureau: Person
) -> None:
    firm, key = a_firm(), {"Idempotency-Key": str(uuid4())}

    first = bureau.add_company(firm, headers=key | {"Prefer": "wait=10"}).expect(201)
    repeat = bureau.add_company(firm, headers=key | {"Prefer": "wait=10"}).expect(201)
    other = bureau.add_company(a_firm(), headers=key | {"Prefer": "wait=10"})

    assert repeat.json == first.json
    assert is_problem(other, 422, "idempotency_key_reused")
    assert len(bureau.clients(f"?q={firm.prefix}")) == 1


def test_signing_up_twice_with_the_same_key_makes_one_account(product: Product) -> None:
    firm, key = a_firm(), {"Idempotency-Key": str(uuid4())}

    first = product.ask_to_sign_up(firm, headers=key).expect(201)
    repeat = product.ask_to_sign_up(firm, headers=key).expect(201)

    assert repeat.json == first.json
    assert product.ask_to_sign_up(firm).code == "prefix_taken"


def test_a_secret_is_shown_once(product: Product) -> None:
    owner, key = product.sign_up(), {"Idempotency-Key": str(uuid4())}
    url = f"{owner.account}/api_tokens"

    first = owner.post(url, {"name": "program"}, headers=key).expect(201).json
    repeat = owner.post(url, {"name": "program"}, headers=key).expect(201).json

    assert first["token"].endswith(f"/{owner.prefix}")
    assert repeat == first | {"token": None}
    assert "token" not in owner.get(url).expect(200).json["items"][0]


def test_waiting_is_offered_not_forced(product: Product, bureau: Person) -> None:
    firm = a_firm()

    answer = bureau.add_company(firm, headers={}).expect(202)

    assert (answer.json["prefix"], answer.json["state"]) == (firm.prefix, "requested")
    location = answer.headers["location"]
    assert bureau.get(location).expect(200).json["prefix"] == firm.prefix
    bureau.wait_for(firm.prefix, state="active")


def test_a_list_is_walked_by_its_cursors_while_rows_come_and_go(
    product: Product, operator: Person
) -> None:
    bureau = operator.make_bureau(size=20)
    prefixes = [an_active_client(product, bureau).prefix for _ in range(5)]

    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = bureau.get(f"{bureau.bureau}/clients?limit=2{cursor}").expect(200).json
        seen += [row["prefix"] for row in page["items"]]
        if len(seen) == 2:
            bureau.detach(seen[0]).expect(200)
        cursor = f"&cursor={page['next']}" if page["next"] else None

    assert sorted(seen) == sorted(prefixes)
    bad = bureau.get(f"{bureau.bureau}/clients?cursor=nonsense")
    assert is_problem(bad, 422, "invalid")
    assert is_problem(bureau.get(f"{bureau.bureau}/clients?limit=201"), 422, "invalid")


def test_ids_are_uuids_of_version_7_and_times_are_in_utc(product: Product) -> None:
    owner = product.sign_up()

    document = owner.import_documents(owner.an_invoice().to_xml()).expect(201).json["imported"][0]
    created_at = owner.get(owner.account).json["created_at"]

    assert UUID(document["id"]).version == 7
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", created_at)
