"""A loopback proxy that can hold back what a server says, and cut connections."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Proxy:
    """Passes connections on to the server of `url`; `url` is then that of the proxy."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname, parts.port or 5672)
        self._talks = threading.Event()
        self._talks.set()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = parts._replace(
            netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}"
        ).geturl()
        threading.Thread(target=self._accept, daemon=True).start()

    def hold_answers(self) -> None:
        """From now on nothing that the server says comes through; it still hears all."""
        self._talks.clear()

    def let_answers_through(self) -> None:
        self._talks.set()

    def cut(self) -> None:
        """Break all connections; new ones are taken."""
        while self._sockets:
            each = self._sockets.pop()
            with suppress(OSError):  # The other side may have gone first.
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        self._talks.set()
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            self._sockets += [client, server]
            threading.Thread(target=self._pass, args=(client, server), daemon=True).start()
            threading.Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            return

    def _answer(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self._talks.wait()
                target.sendall(data)
        except OSError:
            return
