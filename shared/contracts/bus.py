"""Messages that any service sends about the bus itself."""

from dataclasses import dataclass

from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class GapNoticed(Message):
    """A listener misses messages of a subject; the owner of the subject sends them again.

    `owner` is a service, `after` the version of the last message that the listener has.
    """

    name = "bus.gap.noticed.v1"
    owner: str
    subject: str
    after: int
