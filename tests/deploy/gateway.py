"""A running gateway: nginx with our configuration, and a stand-in behind each service's name."""

import getpass
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, make_server

from deploy.environment import PORTS

GATEWAY = Path(__file__).parents[2] / "deploy/gateway"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
PAUSE = 0.5


@dataclass
class Gateway:
    """Where it listens, plainly and by https, and its stand-ins by the service's name."""

    url: str
    tls_url: str
    services: dict[str, BaseWSGIServer]


@contextmanager
def gateway(folder: Path, name: str, certificate: Path | None = None) -> Iterator[Gateway]:
    """nginx with `plain` or `tls`, in a folder of its own and on free ports."""
    with ExitStack() as stack:
        services = {service: stack.enter_context(stand_in(service)) for service in PORTS}
        plain, tls = free_port(), free_port()
        changes = {
            f"{service}-api:8000": f"127.0.0.1:{services[service].port}" for service in PORTS
        }
        changes |= {"listen 8080": f"listen 127.0.0.1:{plain}", "/tmp/": f"{folder}/"}
        changes |= {"listen 8443": f"listen 127.0.0.1:{tls}", "/etc/biurko-tls": str(certificate)}
        configuration = written(folder, name, changes)
        stack.enter_context(running(configuration, folder, plain))
        yield Gateway(f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{tls}", services)


def written(folder: Path, name: str, changes: dict[str, str]) -> Path:
    """Our configuration, but for addresses and folders that are another machine's."""
    for file in GATEWAY.glob("*.conf"):
        text = file.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        if version() < (1, 25, 1):  # Which does not know the word yet.
            text = text.replace("http2 on;", "")
        (folder / file.name).write_text(text)
    return folder / f"{name}.conf"


def version() -> tuple[int, ...]:
    said = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", said)
    assert found, said
    return tuple(map(int, found.groups()))


@contextmanager
def running(configuration: Path, folder: Path, port: int) -> Iterator[None]:
    # Its workers read and write a folder that is nobody else's.
    also = f"daemon off; user {getpass.getuser()};" if os.getuid() == 0 else "daemon off;"
    command = [str(NGINX), "-p", str(folder), "-c", str(configuration), "-g", also]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        wait_for(port, process, folder / "said")
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, said.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nginx does not listen: {said.read_text()}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def stand_in(service: str) -> Iterator[BaseWSGIServer]:
    """Answers everything by saying what it was asked."""
    server = make_server("127.0.0.1", 0, app_of(service), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def app_of(service: str) -> Flask:
    app = Flask(service, static_folder=None)

    @app.after_request
    def sign(response: Response) -> Response:
        response.headers["Served-By"] = service
        return response

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def answer(path: str) -> Response:
        if path.endswith("/progress"):
            stream = Response(events(), mimetype="text/event-stream")
            stream.headers["X-Accel-Buffering"] = "no"
            return stream
        asked = {"service": service, "path": f"/{path}", "size": len(request.get_data())}
        return jsonify(asked | {"headers": dict(request.headers)})

    return app


def events() -> Iterator[str]:
    for number in range(3):
        yield f"event: progress\ndata: {number}\n\n"
        time.sleep(PAUSE)


def ask(gateway: Gateway, path: str, **options: object) -> httpx.Response:
    return httpx.get(f"{gateway.url}{path}", **options)  # type: ignore[arg-type]
