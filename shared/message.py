"""What goes over the bus: a named, versioned set of JSON-native facts."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self


@dataclass(frozen=True, kw_only=True)
class Message:
    """A fact in the past about one of its owner's things.

    `name` is the routing key, `<service>.<subject>.<fact>.v<major>`. All messages about one
    subject form one ordered stream, which every listener to that subject reads whole.
    Within a major version fields are only added, each with a default.
    """

    name: ClassVar[str]

    def to_body(self) -> dict[str, Any]:
        """The facts by name; what they hold is JSON-native already and is not copied."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Self:
        """Read a body, ignoring fields that a newer sender has added."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in body.items() if key in known})

    @classmethod
    def subject_kind(cls) -> str:
        """The thing that this message is about, such as `account` or `document`."""
        return cls.name.split(".")[1]
