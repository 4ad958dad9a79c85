"""Asks the services over HTTP as a product does: kept-alive connections and safe repeats."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

TIMEOUT = 20.0  # seconds, more than the longest `Prefer: wait`
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds
READS = ("GET", "HEAD")


class Unexpected(AssertionError):
    """A service gave another answer than the test expects."""


@dataclass(frozen=True)
class Answer:
    """What a service answered; the names of headers are in lower case."""

    asked: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str | None:
        """The code of a problem; None of anything else."""
        if self.headers.get("content-type") != "application/problem+json":
            return None
        return str(self.json["code"])

    def expect(self, *statuses: int) -> Self:
        """The answer itself, if its status is one of `statuses`."""
        if self.status not in statuses:
            raise Unexpected(f"{self.asked}: {self.status} {self.content[:2000].decode()}")
        return self


class Http:
    """Asks, one connection a thread, and asks again for `patience` seconds.

    Connections that are cut, answers from 500 on and `in_progress` are taken for passing. A write
    is repeated with its Idempotency-Key, so it does not matter whether it was done already.
    """

    def __init__(self, patience: float = 0.0) -> None:
        self.patience = patience
        self._local = threading.local()

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float | None = None,
    ) -> Answer:
        """The answer to `body`, sent as JSON, or to the bytes of `content`."""
        sent = {} if method in READS else {"Idempotency-Key": str(uuid4())}
        if body is not None:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        end = time.monotonic() + (self.patience if patience is None else patience)
        pause = FIRST_PAUSE
        while True:
            try:
                answer = self._on_any_connection(method, url, content, sent)
                if not _passes(answer) or time.monotonic() > end:
                    return answer
            except (OSError, HTTPException):
                if time.monotonic() > end:
                    raise
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    @contextmanager
    def open(self, url: str, headers: Mapping[str, str]) -> Iterator[HTTPResponse]:
        """The answer to a GET as it comes, on a connection of its own."""
        with closing(HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)) as connection:
            connection.request("GET", _target(url), headers=dict(headers))
            with connection.getresponse() as response:
                yield response

    def send_and_hang_up(self, url: str, body: Any) -> None:
        """Post a body and close the connection at once; nobody learns what became of it."""
        with suppress(OSError), closing(HTTPConnection(urlsplit(url).netloc)) as connection:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", _target(url), json.dumps(body).encode(), headers)

    def _on_any_connection(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        place = urlsplit(url).netloc
        kept = self._connections.pop(place, None)
        if kept is not None:
            try:
                return self._on(kept, method, url, content, headers)
            except (OSError, HTTPException):
                kept.close()  # The server may have closed it while nobody asked.
        fresh = HTTPConnection(place, timeout=TIMEOUT)
        try:
            return self._on(fresh, method, url, content, headers)
        except (OSError, HTTPException):
            fresh.close()
            raise

    def _on(
        self,
        connection: HTTPConnection,
        method: str,
        url: str,
        content: bytes | None,
        headers: Mapping[str, str],
    ) -> Answer:
        connection.request(method, _target(url), content, dict(headers))
        response = connection.getresponse()
        read = response.read()
        if not response.will_close:
            self._connections[urlsplit(url).netloc] = connection
        else:
            connection.close()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(f"{method} {url}", response.status, named, read)

    def close(self) -> None:
        """Close the connections of this thread."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    @property
    def _connections(self) -> dict[str, HTTPConnection]:
        if not hasattr(self._local, "connections"):
            self._local.connections = {}
        found: dict[str, HTTPConnection] = self._local.connections
        return found


def _target(url: str) -> str:
    where = urlsplit(url)
    return f"{where.path}?{where.query}" if where.query else where.path


def _passes(answer: Answer) -> bool:
    return answer.status >= 500 or answer.code == "in_progress"
