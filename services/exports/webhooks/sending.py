"""One POST to a webhook: signed, to the address that was checked, without following anything."""

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress

from services.exports.webhooks.addresses import Target, target_of

TIMEOUT = 5.0  # seconds in which nothing happens
DEADLINE = 10.0  # seconds for all, so that nobody holds it up by answering letter by letter


def signature(secret: str, moment: int, body: str) -> str:
    """`t=…,v1=…`: the time in seconds, and HMAC-SHA256 over `time.body`, hexadecimal."""
    signed = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"


def post(url: str, body: str, headers: Mapping[str, str], *, allowed: Iterable[str]) -> int:
    """Send `body` and give the status of the answer; a redirection is an answer like others.

    Raises Forbidden for an address that must not be called, OSError or HTTPException where
    there is no answer.
    """
    target = target_of(url, allowed)
    connection = _Pinned(target)
    deadline = threading.Timer(DEADLINE, connection.cut)
    deadline.start()
    try:
        connection.request("POST", target.path, body.encode(), dict(headers))
        return connection.getresponse().status
    finally:
        deadline.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self.default_port = 443 if target.scheme == "https" else 80
        self._target = target

    def connect(self) -> None:
        where = (self._target.address, self._target.port)
        self.sock = socket.create_connection(where, TIMEOUT)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End it from another thread; whoever waits for it gets an error."""
        with suppress(OSError, AttributeError):  # It may have ended by itself in this moment.
            self.sock.shutdown(socket.SHUT_RDWR)
