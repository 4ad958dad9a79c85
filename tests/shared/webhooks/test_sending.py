"""One POST to a webhook that behaves as badly as it can."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException

import pytest

from shared.webhooks import sending

LOOPBACK = ("127.0.0.0/8",)


@contextmanager
def drip(piece: bytes) -> Iterator[str]:
    """A server that sends `piece` again and again, as long as anybody listens."""
    over = threading.Event()

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            while not over.wait(0.02):
                try:
                    connection.sendall(piece)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            over.set()
            thread.join()


def test_who_answers_letter_by_letter_is_cut_off(monkeypatch):
    monkeypatch.setattr(sending, "DEADLINE", 0.3)
    began = time.monotonic()

    with drip(b"H") as url, pytest.raises((OSError, HTTPException)):
        sending.post(url, "{}", {}, allowed=LOOPBACK)

    assert time.monotonic() - began < sending.TIMEOUT


def test_where_nobody_listens_there_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    with pytest.raises(OSError, match="refused"):
        sending.post(f"http://127.0.0.1:{port}/", "{}", {}, allowed=LOOPBACK)


def test_the_signature_depends_on_the_time_the_body_and_the_secret():
    given = {
        sending.signature(secret, moment, body)
        for secret in ("a", "b")
        for moment in (1, 2)
        for body in ("{}", "[]")
    }

    assert len(given) == 8
    assert sending.signature("a", 1, "{}").startswith("t=1,v1=")
