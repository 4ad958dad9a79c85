"""Reading a request: its body, its query, its size, each refused clearly when it is bad."""

import hashlib
from functools import cache
from typing import Any

import orjson
from flask import request
from marshmallow import EXCLUDE, Schema
from webargs.multidictproxy import MultiDictProxy

from shared.errors import Malformed, Missing, TooLarge, UnsupportedMediaType
from shared.texts import N_
from shared.web.api import Endpoint

JSON_LIMIT = 1024 * 1024  # bytes
UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes


@cache
def ready(schema: type[Schema]) -> Schema:
    """The schema made once: making it copies every field, and reading leaves no trace in it."""
    return schema()


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """The query parameters by `schema`; parameters that it does not name are left alone."""
    reader = schema(unknown=EXCLUDE)
    return dict(reader.load(MultiDictProxy(request.args, reader)))


def read_json(schema: type[Schema], *, may_be_empty: bool = False) -> Any:
    """The JSON body by `schema`; where it may be left out, nothing is read as `{}`.

    Raises UnsupportedMediaType, TooLarge, Malformed, or marshmallow's ValidationError.
    """
    if may_be_empty and not request.get_data():
        return ready(schema).load({})
    if not request.is_json:
        raise UnsupportedMediaType(N_("Send the body as Content-Type: application/json."))
    raw = request.get_data()
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Malformed(N_("The body is not JSON: %(error)s"), error=str(error)) from error
    return ready(schema).load(data)


def limit_size(endpoint: Endpoint) -> None:
    """Refuse a body that is too large before it is read."""
    limit = UPLOAD_LIMIT if endpoint.takes else JSON_LIMIT
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        mib = limit // (1024 * 1024)
        raise TooLarge(N_("The body may have %(mib)s MiB at most."), mib=mib)


def check_media_type(endpoint: Endpoint) -> None:
    """Refuse a body of a type that the endpoint does not take."""
    if endpoint.takes and request.mimetype not in endpoint.takes:
        raise UnsupportedMediaType(
            N_("Send the body as one of these types: %(types)s."), types=", ".join(endpoint.takes)
        )


def refuse_control_characters() -> None:
    """No address and no parameter of ours holds a NUL."""
    if "\x00" in request.path:
        raise Missing(N_("There is nothing at this address."))
    if any("\x00" in text for pair in request.args.items(multi=True) for text in pair):
        raise Malformed(N_("A query parameter holds a character that is not text."))


def body_print() -> bytes:
    """What identifies the body: its bytes, or for a form the names and bytes of its parts."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    prints = [f"{name}={value}" for name, value in sorted(request.form.items(multi=True))]
    for name, file in sorted(request.files.items(multi=True)):
        digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
        file.stream.seek(0)
        prints.append(f"{name}/{file.filename}={digest}")
    return "\n".join(prints).encode()
