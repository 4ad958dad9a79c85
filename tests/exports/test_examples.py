"""The examples in the description of the API are requests that work, and answers as they are."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema

from services.exports.examples import EXAMPLES
from services.exports.formats.problems import CODES as PROBLEM_CODES
from shared.contracts.codes import CODES
from shared.web.api import Endpoint

WITHOUT_ANSWER = {"watch_export", "get_file", "follow_link", "take_link_back", "remove_webhook"}

KNOWN_TO_PROGRAMS = {
    "bad_request", "unauthenticated", "forbidden", "not_found", "method_not_allowed",
    "step_refused", "in_progress", "version_conflict", "payload_too_large",
    "unsupported_media_type", "invalid", "missing_setting", "idempotency_key_reused",
    "too_many_requests", "unavailable",
}  # fmt: skip
"""What a program that uses exports may already look for: a code is never taken back."""

KNOWN_OF_DOCUMENTS = {
    "missing_tax_number", "code_too_long", "unknown_symbol", "number_gap", "number_double",
    "outside_period", "changed_after_export", "invalid_argument", "missing_setting",
    "unsupported_period", "no_documents", "not_found", "several_months", "unsupported_document",
    "incomplete_document", "text_transliterated", "text_shortened", "characters_replaced",
    "number_rounded", "rate_not_carried", "field_not_carried", "rows_replaced", "sums_differ",
    "original_damaged", "attachment_damaged", "attachment_missing",
}  # fmt: skip


@pytest.fixture
def operations(world) -> dict[str, dict[str, Any]]:
    paths = world.http.get("/openapi.json").json["paths"]
    return {
        operation["operationId"]: operation | {"method": method.upper(), "path": path}
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def endpoints() -> Iterator[Endpoint]:
    from services.exports.catalogue import routes as catalogue
    from services.exports.doctor import routes as doctor
    from services.exports.exported import routes as exported
    from services.exports.jobs import routes as jobs
    from services.exports.links import routes as links
    from services.exports.settings import routes as settings
    from services.exports.webhooks import routes as webhooks

    for module in (catalogue, jobs, doctor, exported, links, webhooks, settings):
        yield from module.api.endpoints


SHOWN = [each for each in endpoints() if each.view.__name__ != "get_lifecycle"]


@pytest.mark.parametrize("endpoint", SHOWN, ids=lambda endpoint: endpoint.view.__name__)
def test_every_request_and_answer_has_an_example_of_its_schema(endpoint):
    example = EXAMPLES[endpoint.view.__name__]

    if endpoint.body:
        endpoint.body().load(example.body)
    assert set(example.path) == set(re.findall(r"<(\w+)>", endpoint.rule))
    if endpoint.query:
        endpoint.query().load(example.query)
    if endpoint.out:
        fits(endpoint.out(), example.answer)
    assert (example.answer is None) == (endpoint.view.__name__ in WITHOUT_ANSWER)


def words_of(command: str) -> list[str]:
    """The command as a shell reads it."""
    return shlex.split(command.replace("\\\n", " "))


def fits(schema: Schema, value: dict[str, Any]) -> None:
    """Every field of the schema is there and no other, down to the innermost."""
    fields = {field.data_key or name: field for name, field in schema.fields.items()}
    assert set(value) == set(fields)
    for name, field in fields.items():
        inner = getattr(field, "inner", field)
        nested = getattr(inner, "schema", None)
        for each in value[name] if isinstance(value[name], list) else [value[name]]:
            if nested is not None and each is not None:
                fits(nested, each)


def test_each_operation_shows_its_example_and_a_command(operations):
    for name, example in EXAMPLES.items():
        operation = operations[name]
        (sample,) = operation["x-codeSamples"]
        words = words_of(sample["source"])
        assert words[0] == "curl"
        assert "{" not in next(word for word in words if word.startswith("http"))
        if example.body is not None:
            shown = operation["requestBody"]["content"]["application/json"]["example"]
            assert shown == example.body
        if example.answer is not None:
            good = next(code for code in operation["responses"] if code.startswith("2"))
            content = operation["responses"][good]["content"]["application/json"]
            assert content["example"] == example.answer


def test_the_command_of_the_example_asks_for_an_export(world, operations):
    account = world.has_account("acme")
    world.has_documents(account, 1)
    owner = world.person({account: "owner"})
    words = words_of(operations["queue_export"]["x-codeSamples"][0]["source"])
    body = words[words.index("-d") + 1]

    answer = world.http.post(
        words[3].removeprefix(world.settings.public_url),
        data=body,
        headers=owner.headers | {"Content-Type": "application/json"},
    )

    assert answer.status_code == 202
    world.run()
    shown = world.shown(owner, answer.json["id"])
    assert set(shown) == set(EXAMPLES["get_export"].answer)
    assert set(shown["file"]) == set(EXAMPLES["get_export"].answer["file"])


def test_no_code_that_a_program_may_look_for_was_taken_back(world):
    document = world.http.get("/openapi.json").json

    assert set(CODES) >= KNOWN_TO_PROGRAMS
    assert set(PROBLEM_CODES) >= KNOWN_OF_DOCUMENTS
    schemas = document["components"]["schemas"]
    assert set(schemas["Problem"]["properties"]["code"]["enum"]) == set(CODES)
