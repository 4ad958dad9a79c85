"""A product's own server that notes what it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Answers each call with `status`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.calls: list[tuple[dict[str, str], bytes]] = []

    @property
    def heard(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.calls]


@contextmanager
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.calls.append((dict(self.headers), body))
            self.send_response(found.status)
            self.send_header("Location", found.url)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(f"http://127.0.0.1:{server.server_address[1]}/heard?by=us")
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
