"""The one who makes a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Caller:
    """A person, a product that holds an API token, an account itself, or nobody.

    A service that runs an errand for an account has that account's id; nobody signs in so.

    `roles` are the caller's own: the id of an account → `owner`, `admin`, `member`,
    `accountant` or `custom`; `permissions` say of the custom ones what they permit. What a
    person may reach through a bureau follows from the role there.
    """

    id: str
    kind: Literal["user", "product", "account", "nobody"]
    session_id: str | None = None
    email: str | None = None
    name: str | None = None
    is_operator: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles_version: int = 0

    def custom_role_permits(self, account_id: str, ability: str) -> bool:
        """Whether the caller has a custom role in the account, and it permits `ability`."""
        is_custom = self.roles.get(account_id) == "custom"
        return is_custom and ability in self.permissions.get(account_id, ())

    @property
    def actor(self) -> str:
        """How history and messages name the caller."""
        return f"operator/{self.id}" if self.is_operator else f"{self.kind}/{self.id}"


NOBODY = Caller(id="", kind="nobody")
