"""The ways in which the product says no. Only `shared.web` knows their HTTP status.

Each carries a `code` from the contract, a `text` for a person (a message id of the
catalogue, see `shared.texts`) with the `facts` that fill it in, where there is a way
out `fix`, the address of the thing to do next, and in `members` whatever else a program
can make use of.
"""

from typing import Any


class Failure(Exception):
    """Something asked for was not done; `code` says why in one word."""

    code = "refused"

    def __init__(
        self, text: str, *, code: str | None = None, fix: str | None = None, **facts: Any
    ) -> None:
        super().__init__(text % facts if facts else text)
        self.text = text
        self.facts = facts
        self.fix = fix
        self.members: dict[str, Any] = {}
        if code:
            self.code = code


class Missing(Failure):
    """There is no such thing, or none that the caller may know of."""

    code = "not_found"


class Refused(Failure):
    """The thing exists, and its state does not allow this."""

    code = "step_refused"


class Forbidden(Failure):
    """The caller sees the thing and may not do this to it."""

    code = "forbidden"


class Unauthenticated(Failure):
    """Nobody is signed in, or the token is bad, spent, or of an ended session."""

    code = "unauthenticated"


class Malformed(Failure):
    """The request can't be read at all."""

    code = "bad_request"


class Invalid(Failure):
    """The request can be read and breaks a rule; `errors` says where, by JSON pointer."""

    code = "invalid"

    def __init__(
        self,
        text: str,
        *,
        errors: list[dict[str, str]] | None = None,
        code: str | None = None,
        fix: str | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(text, code=code, fix=fix, **facts)
        self.errors = errors or []


class UnsupportedMediaType(Failure):
    """The body is of a type that is not read here."""

    code = "unsupported_media_type"


class TooLarge(Failure):
    """The body is larger than what is read here."""

    code = "payload_too_large"


class TooMany(Failure):
    """Too many tries; `retry_after` seconds from now another may work."""

    code = "too_many_requests"

    def __init__(self, text: str, *, retry_after: int, **facts: Any) -> None:
        super().__init__(text, **facts)
        self.retry_after = retry_after


class VersionConflict(Failure):
    """The thing changed since the caller last saw it."""

    code = "version_conflict"


class Unavailable(Failure):
    """A part that this needs does not answer now."""

    code = "unavailable"
