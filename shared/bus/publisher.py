"""The publisher that fits a connection."""

from kombu.connection import Connection

from shared.bus.confirms import ConfirmingPublisher
from shared.bus.embedded.publisher import EmbeddedPublisher
from shared.bus.embedded.transport import Transport
from shared.bus.letters import Publisher


def publisher(connection: Connection, exchange: str) -> Publisher:
    """Publishes on `connection` to the exchange of this name."""
    if isinstance(connection.transport, Transport):
        return EmbeddedPublisher(connection.connection.store, exchange)
    return ConfirmingPublisher(connection, exchange)
