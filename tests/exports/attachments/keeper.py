"""Accounts as exports meets it when it fetches files: gives them to whoever has the right token."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from services.exports.keys.actions import published
from shared.auth import errands, signing
from shared.auth.caller import Caller
from shared.auth.errands import Errand
from shared.contracts.document import ATTACHMENT
from shared.errors import Unauthenticated
from shared.ids import new_id


@dataclass
class Keeper:
    """Files by their paths; `answers` are given instead of the next ones, `None` hangs up."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    answers: list[tuple[int, bytes] | None] = field(default_factory=list)
    asked: list[tuple[str, Caller]] = field(default_factory=list)

    def keeps(self, document_id: str, content: bytes, name: str = "umowa.pdf") -> dict[str, Any]:
        """A file beside acme's document, as a message tells of it."""
        id = new_id()
        path = ATTACHMENT.format(prefix="acme", document=document_id, attachment=id)
        self.files[path] = content
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"name": name, "media_type": "application/pdf", "size": len(content)}
        return {"id": id, **facts, "sha256": sha256}

    def answer(self, world: Any, token: str, path: str) -> tuple[int, bytes] | None:
        """What it says to exports."""
        try:
            self.asked.append((path, verified(world, token, path)))
        except Unauthenticated:
            return 401, b"{}"
        if self.answers:
            return self.answers.pop(0)
        content = self.files.get(path)
        return (404, b"{}") if content is None else (200, content)


@contextmanager
def keeper(world: Any) -> Iterator[Keeper]:
    """A running one, which knows the keys of `world`."""
    found = Keeper()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(found, world)) as server:
        found.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def _handler(keeper: Keeper, world: Any) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = keeper.answer(world, self.headers["Authorization"].split()[1], self.path)
            if answer is None:
                return  # The connection ends without a word.
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


def verified(world: Any, token: str, path: str) -> Caller:
    """For whom exports goes with this token; raises Unauthenticated."""
    with world.sessions() as session:
        keys = {key.id: signing.public(key.id, key.public_x) for key in published(session)}
    errand = Errand(sender="exports", receiver="accounts", address=path)
    return errands.verify(token, keys.get, errand)
