"""The conventions of the compatible addresses, held at every one of them."""

import json
from dataclasses import replace

import pytest

from services.accounts.compatible import COMPATIBLE
from tests.accounts.builders import World
from tests.accounts.compatible.conftest import Program, a_token, an_invoice
from tests.accounts.conftest import an_app, close

ENDPOINTS = [
    each for api in COMPATIBLE for each in api.endpoints if not each.rule.startswith("/<account>")
]
WITH_BODY = [each for each in ENDPOINTS if each.body and not each.rule.endswith("login.json")]
WITH_ID = [each for each in ENDPOINTS if "<serial>" in each.rule]

NEW = {
    "invoice": an_invoice(client_id=None),
    "client": {"name": "Firma"},
    "product": {"name": "Śruba", "price_net": 2, "tax": 23},
    "banking_payment": {"price": 7, "invoice_id": 1},
    "warehouse_document": {"kind": "mm", "warehouse_actions": [{"product_name": "Śruba"}]},
    "webhook": {"kind": "invoice:create", "url": "https://shop.example/"},
}
PATHS = {
    "invoice": "/invoices",
    "client": "/clients",
    "product": "/products",
    "banking_payment": "/banking/payments",
    "warehouse_document": "/warehouse_documents",
    "webhook": "/webhooks",
}

NAMES = {
    "invoice": [
        "issue_date", "number", "kind", "income", "buyer_name", "buyer_tax_no", "positions",
        "currency", "status", "paid", "client_id", "payment_to_kind", "oid",
    ],
    "client": ["name", "tax_no", "country", "email", "external_id", "note"],
    "product": ["name", "price_net", "price_gross", "tax", "currency", "gtu_code", "code"],
    "banking_payment": ["price", "invoice_id", "invoice_ids", "paid_date", "currency", "name"],
    "warehouse_document": ["kind", "warehouse_actions", "client_name", "issue_date", "number"],
    "webhook": ["kind", "url", "api_token", "active"],
}  # fmt: skip
"""What of each thing is not kept as it is, and something that is."""

ODD = [
    None, True, 7, 1e300, "", "x", "\U0001f9fe\u202eabc", "-1", "NaN", [[]], [None], {"a": {}},
    "x" * 100_000, [{"id": "x"}], [{"name": "x", "quantity": "NaN", "total_price_gross": "1e12"}],
    "9" * 30, "2026-13-45",
]  # fmt: skip
"""What no program would send, and some do."""


@pytest.fixture
def things(program):
    """One of everything; each has the integer id 1 or is the account's first of its kind."""
    made = {}
    for member, path in PATHS.items():
        answer = program.post(f"{path}.json", {member: NEW[member]})
        assert answer.status_code == 201, answer.text
        made[member] = answer.json
    return made


def path_of(endpoint, serial="1"):
    return endpoint.rule.replace("<serial>", serial)


def is_an_error(answer):
    """Whether it is Fakturownia's way to say no: JSON with a code and a message."""
    return answer.mimetype == "application/json" and answer.json["code"] == "error"


def messages(answer):
    return answer.json["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_told_so_everywhere(app, token, things, body):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    for each in WITH_BODY:
        answer = app.test_client().open(
            path_of(each), method=each.method, data=body, headers=headers
        )

        assert answer.status_code == 400, each.rule
        assert is_an_error(answer)


def test_an_unknown_id_is_not_found_everywhere(program, things):
    for each in WITH_ID:
        for serial in ("4711", "-1", "abc", "1.5", "9" * 30, "٣"):
            body = NEW | {"status": "paid"} if each.body else None
            answer = program.send(each.method, path_of(each, serial), body)

            assert (answer.status_code, messages(answer)) == (404, "Not Found"), each.rule
            assert is_an_error(answer)


def test_a_thing_that_is_no_object_is_told_at_its_name(program, things):
    for member, path in PATHS.items():
        for given in (None, 7, "x", [], [NEW]):
            created = program.post(f"{path}.json", {member: given})
            changed = program.put(f"{path}/{things[member]['id']}.json", {member: given})

            for answer in (created, changed):
                assert answer.status_code == 422
                assert messages(answer).keys() == {member}


@pytest.mark.parametrize("member", PATHS)
def test_odd_values_are_taken_or_refused_by_their_field(program, things, member):
    path = PATHS[member]

    for name in NAMES[member]:
        for odd in ODD:
            created = program.post(f"{path}.json", {member: NEW[member] | {name: odd}})

            assert created.status_code in (201, 404, 422), (name, odd, created.text)
            assert created.status_code == 201 or is_an_error(created)


@pytest.mark.parametrize("member", PATHS)
def test_odd_changes_are_taken_or_refused_by_their_field(program, things, member):
    address = f"{PATHS[member]}/{things[member]['id']}.json"

    for name in NAMES[member]:
        for odd in ODD:
            changed = program.put(address, {member: {name: odd}})

            assert changed.status_code in (200, 404, 422), (name, odd, changed.text)
            assert changed.status_code == 200 or is_an_error(changed)


def test_odd_parameters_are_taken_or_refused(program, things):
    for name in ("page", "per_page", "period", "date_from", "order", "kind", "client_id", "number"):
        for value in ("", "x", "-1", "9" * 30, "1.5", "😀", "'; --"):
            for path in ("/invoices", "/clients", "/products"):
                answer = program.get(f"{path}.json", **{name: value})

                assert answer.status_code in (200, 422), (name, value)
                assert answer.status_code == 200 or messages(answer).keys() == {name}


def test_lists_are_bare_and_no_amount_is_a_number(program, things):
    whole = [program.get(f"{path}.json", include_positions="true").json for path in PATHS.values()]

    assert all(isinstance(each, list) and each for each in whole)
    assert numbers_in(whole) == set()
    assert numbers_in(list(things.values())) == set()


def numbers_in(value):
    """The fractions in some JSON, which would be amounts; ids are whole."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return set().union(*(numbers_in(each) for each in inside))
    return {value} if isinstance(value, float) else set()


def test_a_form_is_read_as_well(app, token):
    answer = app.test_client().post(
        f"/invoices/1/change_status.json?api_token={token}", data={"status": "paid"}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("key", ["invoice", "client"])
def test_a_body_over_a_megabyte_is_too_large(program, key):
    answer = program.post(f"{PATHS[key]}.json", {key: NEW[key] | {"more": "x" * 1_100_000}})

    assert answer.status_code == 413
    assert is_an_error(answer)


def test_a_nul_is_refused_in_names_and_values(program):
    named = program.post("/clients.json", {"client": {"name": "a\0b"}})
    beside = program.post("/clients.json", {"client": {"name": "a", "note\0": "x", "note": "\0"}})

    assert messages(named).keys() == {"name"}
    assert beside.status_code == 201
    assert "\\u0000" not in json.dumps(program.get("/clients.json").json)


def test_wrong_tokens_are_counted_and_right_ones_are_not(settings):
    app = an_app(replace(settings, rate_limits=True))
    program = Program(app, a_token(World(app).account("acme"), "acme"))

    codes = [Program(app, f"x{no}/acme").get("/clients.json").status_code for no in range(301)]
    last = Program(app, "x/acme").get("/clients.json")

    assert codes == [401] * 300 + [429]
    assert is_an_error(last)
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert program.get("/clients.json").status_code == 200
    close(app)


def test_signing_up_and_in_is_limited_as_elsewhere(settings):
    app = an_app(replace(settings, rate_limits=True))
    nobody = app.test_client()

    ups = [nobody.post("/account.json", json={}).status_code for _ in range(61)]
    ins = [nobody.post("/login.json", json={"login": "x"}).status_code for _ in range(11)]

    assert ups == [422] * 60 + [429]
    assert ins == [401] * 10 + [429]
    close(app)
