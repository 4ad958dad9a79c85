"""The one who makes a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Caller:
    """A person, a product that holds an API token, or nobody.

    `roles` are the caller's own: the id of an account → `owner`, `admin`, `member` or
    `accountant`. What a person may reach through a bureau follows from the role there.
    """

    id: str
    kind: Literal["user", "product", "nobody"]
    session_id: str | None = None
    email: str | None = None
    name: str | None = None
    is_operator: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
    roles_version: int = 0

    @property
    def actor(self) -> str:
        """How history and messages name the caller."""
        return f"operator/{self.id}" if self.is_operator else f"{self.kind}/{self.id}"


NOBODY = Caller(id="", kind="nobody")
