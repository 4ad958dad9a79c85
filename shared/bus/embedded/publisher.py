"""Publishing to the embedded bus: a batch is one transaction."""

from collections.abc import Callable, Sequence

from shared.bus.embedded.store import Posted, Store
from shared.bus.envelope import CONTENT_TYPE
from shared.bus.letters import Letter, Receipt, nothing

PROPERTIES = {"content_type": CONTENT_TYPE, "content_encoding": "utf-8"}


class EmbeddedPublisher:
    """Publishes to one exchange; what `send` returns is on disk."""

    def __init__(self, store: Store, exchange: str) -> None:
        self._store = store
        self._exchange = exchange

    def send(self, batch: Sequence[Letter], meanwhile: Callable[[], object] = nothing) -> Receipt:
        """As `Publisher` says; where the disk is full nothing of the batch is stored."""
        posted = [self._posted(letter) for letter in batch]
        queues = self._store.put(posted)
        meanwhile()
        ids = [letter.message_id for letter in batch]
        unroutable = [key for key, count in zip(ids, queues, strict=True) if not count]
        return Receipt(frozenset(ids), frozenset(unroutable))

    def keep_alive(self) -> None:
        """Nothing to do: a file does not go away."""

    def _posted(self, letter: Letter) -> Posted:
        properties = {**PROPERTIES, "message_id": letter.message_id}
        return Posted(
            self._exchange,
            letter.routing_key,
            letter.message_id,
            properties,
            letter.body.encode(),
        )
