"""One POST to a webhook: signed, to the address that was checked, without following anything."""

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from shared.clock import now
from shared.webhooks.addresses import Forbidden, Target, target_of

TIMEOUT = 5.0  # seconds in which nothing happens
DEADLINE = 10.0  # seconds for all, so that nobody holds it up by answering letter by letter


class Outcome(NamedTuple):
    """What came of a try: the status that was answered, or why there was no answer."""

    status: int | None = None
    error: str | None = None

    @property
    def was_heard(self) -> bool:
        """Whether the answer was any 2xx."""
        return self.status is not None and 200 <= self.status < 300


def call(
    url: str, body: str, *, id: str, secret: str, agent: str, allowed: Iterable[str]
) -> Outcome:
    """One try of what has this `id` in all its tries, signed with `secret` and the time."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": agent,
        "Webhook-Id": id,
        "Webhook-Signature": signature(secret, int(now().timestamp()), body),
    }
    try:
        return Outcome(status=post(url, body, headers, allowed=allowed))
    except (Forbidden, OSError, http.client.HTTPException) as error:
        return Outcome(error=(str(error) or type(error).__name__)[:200])


def signature(secret: str, moment: int, body: str) -> str:
    """`t=…,v1=…`: the time in seconds, and HMAC-SHA256 over `time.body`, hexadecimal."""
    signed = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"


def post(url: str, body: str, headers: Mapping[str, str], *, allowed: Iterable[str]) -> int:
    """Send `body` and give the status of the answer; a redirection is an answer like others.

    Of the answer only its head is read, however long it is.

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
