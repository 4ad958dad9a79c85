"""OpenAPI 3.1, printed from the endpoints that run."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from shared.contracts.codes import CODES
from shared.web.api import Access, Api, Endpoint, Example
from shared.web.curl import as_curl
from shared.web.fields import OPENAPI_TYPES

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {
            "type": "string",
            "enum": list(CODES),
            "description": "Only added to within a version; what each means is at "
            "`/problems/{code}`.",
        },
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "fix": {"type": "string", "description": "Where the way out is."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}

HEADERS = {
    "Idempotency-Key": "The same key and body give the same answer for 24 hours.",
    "Prefer": "`wait=N` holds the answer until the work is done, 10 s at most.",
    "If-Match": "The ETag of the version that you saw; refused with 412 if it changed.",
}


def describe(
    title: str,
    description: str,
    apis: Iterable[Api],
    examples: Mapping[str, Example] | None = None,
    public_url: str = "",
) -> dict[str, Any]:
    """The whole document, as JSON-native data; `examples` are by the names of views."""
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    spec = APISpec(
        title,
        "1.0.0",
        "3.1.0",
        plugins=[plugin],
        info={"description": description},
        **_servers(public_url),
    )
    converter = plugin.converter
    if converter is None:  # It is made by APISpec, so it is there.
        raise TypeError("the plugin was not initialised")
    for field, kind in OPENAPI_TYPES.items():
        converter.add_attribute_function(_as(field, kind))  # type: ignore[no-untyped-call]
    spec.components.schema("Problem", PROBLEM)
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    spec.components.security_scheme("bearer", bearer)
    for api in apis:
        for endpoint in api.endpoints:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.rule)
            example = (examples or {}).get(endpoint.view.__name__)
            operation = _operation(endpoint, example or Example()) | {"tags": [api.name]}
            if example:
                source = as_curl(endpoint, example, public_url)
                sample = {"lang": "Shell", "label": "curl", "source": source}
                operation["x-codeSamples"] = [sample]
            spec.path(path, operations={endpoint.method.lower(): operation})
    return dict(spec.to_dict())


def _servers(public_url: str) -> dict[str, Any]:
    return {"servers": [{"url": public_url}]} if public_url else {}


def _operation(endpoint: Endpoint, example: Example) -> dict[str, Any]:
    text = (endpoint.view.__doc__ or "").strip()
    operation: dict[str, Any] = {
        "operationId": endpoint.view.__name__,
        "summary": text.partition("\n")[0],
        "description": text,
        "parameters": _parameters(endpoint, example),
        "responses": _responses(endpoint, example),
        "security": [] if endpoint.access is Access.PUBLIC else [{"bearer": []}],
    }
    if endpoint.deprecated:
        operation["deprecated"] = True
        operation["description"] = f"{text}\n\n{endpoint.deprecated.in_words()}".strip()
    content = _request_content(endpoint, example)
    if content:
        operation["requestBody"] = {
            "required": not endpoint.may_be_empty,
            "content": content,
        }
    return operation


def _parameters(endpoint: Endpoint, example: Example) -> list[dict[str, Any]]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", endpoint.rule)
    parameters = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        | _example(example.path.get(name))
        for name in names
    ]
    if endpoint.query:
        parameters.append({"in": "query", "schema": endpoint.query})
    if endpoint.method != "GET":
        parameters.append(_header("Idempotency-Key"))
    if endpoint.method in {"PUT", "PATCH", "DELETE"}:
        parameters.append(_header("If-Match"))
    if endpoint.waits:
        parameters.append(_header("Prefer"))
    return parameters


def _header(name: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"in": "header", "name": name, "description": HEADERS[name], "schema": schema}


def _request_content(endpoint: Endpoint, example: Example) -> dict[str, Any]:
    if endpoint.body:
        given = _example(example.body)
        return {"application/json": {"schema": endpoint.body} | given}
    return {kind: {"schema": {"type": "string"}} for kind in endpoint.takes}


def _responses(endpoint: Endpoint, example: Example) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done."}
    if endpoint.out:
        shown = _example(example.answer)
        good["content"] = {"application/json": {"schema": endpoint.out} | shown}
    elif endpoint.gives != "application/json":
        good["content"] = {endpoint.gives: {"schema": {"type": "string"}}}
    responses = {str(endpoint.status): good}
    codes = dict.fromkeys((*endpoint.codes, *_usual_codes(endpoint)))
    for status in sorted({CODES[code][0] for code in codes}):
        said = [f"`{code}`: {CODES[code][1]}" for code in codes if CODES[code][0] == status]
        problem = {"application/problem+json": {"schema": "Problem"}}
        responses[str(status)] = {"description": "\n\n".join(said), "content": problem}
    return responses


def _example(value: Any) -> dict[str, Any]:
    return {} if value is None else {"example": value}


def _usual_codes(endpoint: Endpoint) -> list[str]:
    codes = ["unavailable"]
    if endpoint.access is Access.SIGNED_IN:
        codes += ["unauthenticated", "not_found"]
    if endpoint.body or endpoint.query or endpoint.takes:
        codes += ["invalid", "bad_request"]
    if endpoint.body or endpoint.takes:
        codes += ["unsupported_media_type", "payload_too_large"]
    if endpoint.method != "GET":
        codes += ["idempotency_key_reused", "in_progress", "version_conflict"]
    return codes


def _schema_name(schema: type[Schema] | Schema) -> str:
    name = schema.__name__ if isinstance(schema, type) else type(schema).__name__
    return name.removesuffix("View")


def _as(field: type, kind: dict[str, Any]) -> Any:
    def attributes(_: Any, found: Any, **__: Any) -> dict[str, Any]:
        nullable = {"type": [kind["type"], "null"]} if found.allow_none else {}
        return kind | nullable if isinstance(found, field) else {}

    return attributes
