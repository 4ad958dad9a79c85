"""Free ports on loopback, below those that the machine gives to clients."""

import random
import socket

LOWEST, HIGHEST = 20000, 32000
"""A client that retries on a port from 32768 on may connect to itself and keep the port."""


def free_ports(count: int) -> list[int]:
    """So many different ports on which nothing listens now."""
    found: list[int] = []
    for port in random.sample(range(LOWEST, HIGHEST), 1000):
        if _is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(f"there are no {count} free ports between {LOWEST} and {HIGHEST}")


def listens(port: int) -> bool:
    """Whether somebody accepts connections on `port` of loopback."""
    with socket.socket() as client:
        client.settimeout(1.0)
        return client.connect_ex(("127.0.0.1", port)) == 0


def _is_free(port: int) -> bool:
    with socket.socket() as server:
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
