"""What stands around a message on its way: a CloudEvents 1.0 envelope in structured JSON."""

import json
from dataclasses import dataclass
from typing import Any, Self

import orjson

CONTENT_TYPE = "application/cloudevents+json"

REQUIRED = ("id", "source", "type", "subject", "subjectversion", "time", "data")


class Undecodable(Exception):
    """A body that is no envelope of ours; trying again would change nothing."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message's body and what the bus needs to know of it.

    `version` counts the messages of one `subject` of one `source`: 1, 2, 3 …
    """

    id: str
    source: str  # `/accounts`
    type: str  # The message's name.
    subject: str  # `account/<id>`
    version: int
    time: str
    data: dict[str, Any]
    actor: str
    correlation: str
    cause: str | None = None

    def to_json(self) -> str:
        attributes = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "subjectversion": self.version,
            "time": self.time,
            "datacontenttype": "application/json",
            "actor": self.actor,
            "correlationid": self.correlation,
            "data": self.data,
        }
        if self.cause:
            attributes["causationid"] = self.cause
        return orjson.dumps(attributes).decode()

    @classmethod
    def from_json(cls, body: str | bytes) -> Self:
        """Read what `to_json` wrote; raises Undecodable for anything else."""
        attributes = _attributes(body)
        return cls(
            id=attributes["id"],
            source=attributes["source"],
            type=attributes["type"],
            subject=attributes["subject"],
            version=attributes["subjectversion"],
            time=attributes["time"],
            data=attributes["data"],
            actor=attributes.get("actor", attributes["source"].lstrip("/")),
            correlation=attributes.get("correlationid", attributes["id"]),
            cause=attributes.get("causationid"),
        )


def _attributes(body: str | bytes) -> dict[str, Any]:
    try:
        attributes = json.loads(body)
    except ValueError as error:
        raise Undecodable(f"no JSON: {error}") from error
    if not isinstance(attributes, dict) or attributes.get("specversion") != "1.0":
        raise Undecodable("no CloudEvents 1.0 envelope")
    if missing := [name for name in REQUIRED if name not in attributes]:
        raise Undecodable(f"without {', '.join(missing)}")
    if wrong := [name for name in REQUIRED if not _right_type(name, attributes[name])]:
        raise Undecodable(f"of a wrong type: {', '.join(wrong)}")
    return attributes


def _right_type(name: str, value: Any) -> bool:
    wanted = {"subjectversion": int, "data": dict}.get(name, str)
    return isinstance(value, wanted) and not isinstance(value, bool)
