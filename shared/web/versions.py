"""Versions of things: `ETag` in answers, `If-Match` in requests."""

from flask import request

from shared.errors import VersionConflict
from shared.texts import N_

CHANGED = N_("This is version %(version)s now. Read it again before you change it.")


def etag(version: int | str) -> str:
    """The ETag of a version, such as `"7"`."""
    return f'"{version}"'


def check_if_match(version: int | str) -> None:
    """Raise VersionConflict unless the request's If-Match, if it has one, names `version`."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    if etag(version) not in named:
        raise VersionConflict(CHANGED, version=version)


def is_known(tag: str) -> bool:
    """Whether the request's If-None-Match names `tag`."""
    header = request.headers.get("If-None-Match", "")
    return tag in {part.strip().removeprefix("W/") for part in header.split(",")}
