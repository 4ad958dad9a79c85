"""Every string that accounts takes, filled with what people and attackers write."""

import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask

from tests.accounts.builders import PASSWORD, Someone, World, a_sign_up
from tests.accounts.walk import BODIES

GOOD = {
    "four bytes": "🧾𝔉𐍈",
    "right to left": "שלום \u202eعالم",
    "marks": "Z\u0361\u0349a\u0321l\u035cg\u0338o",
}
REFUSED = {
    "NUL": "a\x00b",
    "escape": "a\x1b[31mb",
    "half of a character": "a\ud800b",
    "100 kB": "ż" * 50_000,
}
OPEN_TO_ALL: dict[str, Any] = {
    "sign_up": a_sign_up("fresh", "fresh@example.com"),
    "sign_in": {"email": "acme@example.com", "password": PASSWORD},
}

SECRETS = ("password", "current_password", "token", "refresh_token")
"""They are hashed and compared; none is ever kept or shown as a text."""


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def api(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get("/openapi.json").json
    return document


def operations(api: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and schema of the body of everything that takes JSON."""
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                yield method.upper(), path, content["application/json"]["schema"]


def strings(api: dict[str, Any], schema: dict[str, Any], at: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Where strings stand in bodies of the schema: tuples of names and of 0 for any item."""
    if "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for part in schema.get("allOf", []) + schema.get("anyOf", []):
        yield from strings(api, part, at)
    kinds = schema.get("type", [])
    if "string" in ([kinds] if isinstance(kinds, str) else kinds):
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from strings(api, inner, (*at, name))
    if "items" in schema:
        yield from strings(api, schema["items"], (*at, 0))


def filled(body: Any, at: tuple[Any, ...], text: str) -> Any:
    """The body with the text at that place."""
    if not at:
        return text
    first, *rest = at
    if first == 0:
        known = body[0] if isinstance(body, list) and body else None
        return [filled(known, tuple(rest), text)]
    known = body if isinstance(body, dict) else {}
    return known | {first: filled(known.get(first), tuple(rest), text)}


def bodies(app: Flask) -> dict[tuple[str, str], Any]:
    """A body that is right, by method and path, where the walk of foreign people has one."""
    found = {}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[2]
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in rule.methods or ():
            found[method, path] = BODIES.get(name) or OPEN_TO_ALL.get(name)
    return found


def sent(someone: Someone, method: str, path: str, body: Any) -> Any:
    for part, value in (("{prefix}", "acme"), ("{kind}", "vat")):
        path = path.replace(part, value)
    # Half of a character can be sent as an escape only, which orjson does not write.
    raw = orjson.dumps(body) if "\\ud800" not in repr(body) else escaped(body)
    return someone.send(method, path, None, data=raw, content_type="application/json")


def escaped(body: Any) -> bytes:
    return json.dumps(body).encode()


def walk(app: Flask, api: dict[str, Any], text: str) -> Iterator[tuple[str, str, str, Any]]:
    """Method, path, pointer and body of each request with the text in one of its strings."""
    known = bodies(app)
    for method, path, schema in operations(api):
        for at in dict.fromkeys(strings(api, schema)):
            body = filled(known.get((method, path)) or {}, at, text)
            yield method, path, "/" + "/".join(map(str, at)), body


@pytest.mark.parametrize("what", GOOD)
def test_what_people_write_in_any_script_breaks_nothing(
    app: Flask, api: dict[str, Any], owner: Someone, what: str
) -> None:
    answers = {
        (method, path, pointer): sent(owner, method, path, body).status_code
        for method, path, pointer, body in walk(app, api, GOOD[what])
    }

    assert len(answers) > 100
    assert {place: code for place, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_text_is_refused_at_its_place(
    app: Flask, api: dict[str, Any], owner: Someone, what: str
) -> None:
    wrong = {}
    for method, path, pointer, body in walk(app, api, REFUSED[what]):
        answer = sent(owner, method, path, body)
        told = [each["pointer"] for each in (answer.json or {}).get("errors", [])]
        # JSON itself has no half characters: such a body is not read at all.
        if answer.status_code == 400 and what == "half of a character":
            continue
        if pointer.rpartition("/")[2] in SECRETS and answer.status_code < 500:
            continue
        if answer.status_code in (401, 404):
            continue  # Who may not come here, or names a thing that is not there.
        if answer.status_code != 422 or not any(each.startswith(pointer) for each in told):
            wrong[method, path, pointer] = (answer.status_code, told)

    assert wrong == {}


@pytest.mark.parametrize("text", GOOD.values())
def test_what_people_write_comes_back_as_they_wrote_it(owner: Someone, text: str) -> None:
    row = {"name": text, "unit_net": "1.00", "vat_rate": "23", "unit": text[:3]}
    body = {
        "kind": "vat",
        "buyer": {"name": text, "address": text},
        "positions": [row],
        "description": text,
        "category": text,
        "issue_place": text,
    }

    made = owner.post("/v1/accounts/acme/documents", body)

    assert made.status_code == 201, made.text
    shown = owner.get(made.headers["Location"]).json
    assert shown["positions"][0]["name"] == shown["buyer"]["name"] == text
    assert [shown[name] for name in ("description", "category", "issue_place")] == [text] * 3
    page = owner.get(made.headers["Location"] + ".pdf")
    assert page.data.startswith(b"%PDF")


def test_a_password_of_any_script_signs_in(world: World, owner: Someone) -> None:
    password = f"{PASSWORD} 🧾 שלום"
    body = {"email": "eva@example.com", "role": "admin", "password": password}

    assert owner.post("/v1/accounts/acme/users", body).status_code == 201

    world.sign_in("eva@example.com", password)
