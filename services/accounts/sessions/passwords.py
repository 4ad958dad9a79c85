"""Passwords: argon2id, and the same work whether or not there is such a person."""

from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from marshmallow import ValidationError, fields

from shared.texts import N_

SHORTEST, LONGEST = 8, 256  # characters

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # 19 MiB

NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$Y5vvGIdpST0RwKjA7GrQdQ$"
    "ELAd/2ueHkk1i8BLMZDfxiix353ZvY6j1EjPzso/kJ4"
)
"""What a try is compared with where nobody has that e-mail, so that both take as long."""


@dataclass(frozen=True)
class Chosen:
    """A new password, as typed and as stored."""

    typed: str = field(repr=False)
    hash: str = field(repr=False)


class Password(fields.String):
    """A password that is being proved."""

    def __init__(self, **options: Any) -> None:
        metadata = {"format": "password", "maxLength": LONGEST}
        super().__init__(metadata=metadata, **options)


class NewPassword(fields.Field[Chosen]):
    """A password that is being chosen; it is hashed here, which is before the transaction."""

    def __init__(self, **options: Any) -> None:
        limits = {"minLength": SHORTEST, "maxLength": LONGEST}
        super().__init__(metadata={"type": "string", "format": "password"} | limits, **options)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Chosen:
        if not isinstance(value, str) or not SHORTEST <= len(value) <= LONGEST:
            raise ValidationError(N_("A password has 8–256 characters."))
        return Chosen(value, hasher.hash(value))


def matches(stored: str | None, typed: str) -> bool:
    """Whether `typed` is the password behind `stored`; no quicker where nothing is stored."""
    try:
        return hasher.verify(stored or NOBODYS, typed[:LONGEST]) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)
