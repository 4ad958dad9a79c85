"""A small SMTP server on loopback, which keeps what it is sent."""

import base64
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class SmtpServer(socketserver.TCPServer):
    """Takes every login and every mail."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.login = b""
        self.received: list[bytes] = []


class _Talk(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"EHLO":
                self._say("250-here")
                self._say("250 AUTH PLAIN")
            elif word == b"AUTH":
                self.server.login = base64.b64decode(line.split()[2])
                self._say("235 welcome")
            elif word == b"DATA":
                self._take_mail()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take_mail(self) -> None:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.received.append(b"".join(lines).replace(b"\r\n", b"\n"))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def an_smtp_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
