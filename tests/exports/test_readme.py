"""What the README tells other products to run does what it says."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.exports.processes import ROOT, free_port, process, until
from tests.exports.test_processes import is_healthy

README = ROOT / "services" / "exports" / "README.md"
CREDENTIALS = "Basic aWQtMTpzZWNyZXQtMQ=="  # id-1:secret-1


def block(language: str) -> str:
    """The README's only block in this language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)
    return found


@contextmanager
def accounts(token: str) -> Iterator[str]:
    """Where accounts would be: it gives `token` to who brings the right id and secret."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = (self.path, self.headers["Authorization"], body)
            right = ("/v1/oauth/token", CREDENTIALS, b"grant_type=client_credentials")
            self.send_response(200 if asked == right else 401)
            self.end_headers()
            self.wfile.write(json.dumps({"access_token": token}).encode() * (asked == right))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


COMMANDS = [("python", [sys.executable, "-"]), ("sh", ["sh", "-e"])]


@pytest.mark.parametrize(("language", "command"), COMMANDS, ids=["python", "curl"])
def test_the_readmes_program_gets_the_file(world, tmp_path, language, command):
    if language == "sh" and not shutil.which("curl"):
        pytest.skip("there is no curl on this machine")
    account = world.has_account("acme")
    world.has_documents(account, 2)
    product = world.person({account: "admin"}, kind="product")
    expected = world.exported(product, "acme")
    port, folder = free_port(), tmp_path / "downloads"
    folder.mkdir()
    token = product.headers["Authorization"].removeprefix("Bearer ")

    with accounts(token) as accounts_url, process(world, "api", PORT=str(port)) as api:
        until(lambda: is_healthy(port))
        with process(world, "runner"):
            ended = subprocess.run(
                command,
                input=block(language),
                cwd=folder,
                env=os.environ
                | {
                    "ACCOUNTS_URL": accounts_url,
                    "EXPORTS_URL": f"http://127.0.0.1:{port}",
                    "API_TOKEN_ID": "id-1",
                    "API_TOKEN_SECRET": "secret-1",
                },
                capture_output=True,
                text=True,
                timeout=60,
            )
        api.terminate()
        assert api.wait(10) == 0

    assert ended.returncode == 0, ended.stderr
    (file,) = folder.iterdir()
    assert file.name == expected["file"]["name"]
    assert file.read_bytes() == world.file(product, expected).data
    said = "2 documents, 0 problems" if language == "python" else "event: completed"
    assert said in ended.stdout
