"""What is handed to a publisher, and what it says."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol


class Letter(NamedTuple):
    """A message ready to go: its id, its routing key, its envelope as JSON."""

    message_id: str
    routing_key: str
    body: str


class Receipt(NamedTuple):
    """Ids of messages. `confirmed`: the bus has them for good, in every queue bound for them.

    `unroutable`: those of the confirmed that no queue is bound for. One that is in neither
    was refused by the bus.
    """

    confirmed: frozenset[str]
    unroutable: frozenset[str]


def nothing() -> None:
    """Do nothing."""


class Publisher(Protocol):
    def send(self, batch: Sequence[Letter], meanwhile: Callable[[], object] = nothing) -> Receipt:
        """Publish the letters in their order and wait until the bus has said yes or no to each.

        `meanwhile` is called while the bus is at work. Raises one of `connection.LOST` where
        the bus does not say. Then the outcome is unknown: the connection must be closed, and
        what is sent again may arrive twice.
        """

    def keep_alive(self) -> None:
        """Call at least each second while idle; raises one of `LOST` if the bus is gone."""
