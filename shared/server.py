"""The web server of every service: gunicorn with threads, started from Python.

Reads HOST, PORT, WEB_WORKERS and WEB_THREADS, or takes a socket that listens already.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads; a response that would go on for long is ended when the server is told to stop.

    An application that streams has what ends its streams in `extensions["stopping"]`; what it
    does when the last request is answered is in `extensions["ended"]`.
    """

    def run(self) -> None:
        try:
            super().run()
        finally:
            for end in self._ends("ended"):
                end()

    def handle_exit(self, sig: int, frame: Any) -> None:
        for end in self._ends("stopping"):
            end()
        super().handle_exit(sig, frame)

    def _ends(self, when: str) -> Sequence[Callable[[], object]]:
        application = getattr(self, "wsgi", None)  # None until it is made.
        ends: Sequence[Callable[[], object]] = getattr(application, "extensions", {}).get(when, ())
        return ends


SETTINGS = {
    "worker_class": Worker,
    # A request that is being answered when the server is told to stop has this many seconds.
    "graceful_timeout": 15,
    "timeout": 60,
    "keepalive": 5,
    # The socket has one path per user, and several services of one user would share it.
    "control_socket_disable": True,
    "accesslog": None,
    "errorlog": "-",
    "loglevel": "warning",
}


def serve(
    create: Callable[[], Flask], env: Mapping[str, str], *, socket: int | None = None
) -> None:
    """Serve the application until SIGTERM; each server process makes its own with `create`.

    Nothing is made before the processes part, so none shares a connection with another.
    `socket` is the descriptor of a listening socket, which then is used instead of an address.
    """
    Server(create, settings_from(env, socket)).run()


def settings_from(env: Mapping[str, str], socket: int | None = None) -> dict[str, Any]:
    """Gunicorn's settings, by the environment."""
    workers = int(env.get("WEB_WORKERS", "1"))
    address = f"{env.get('HOST', '127.0.0.1')}:{env.get('PORT', '8000')}"
    settings = {
        **SETTINGS,
        "bind": address if socket is None else f"fd://{socket}",
        "workers": workers,
        "threads": int(env.get("WEB_THREADS", "8")),
    }
    if workers > 1:
        settings |= _shared_metrics(env)
    return settings


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, with settings from us instead of a command line."""

    def __init__(self, create: Callable[[], Flask], settings: Mapping[str, Any]) -> None:
        self.create = create
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.create()


def _shared_metrics(env: Mapping[str, str]) -> dict[str, Any]:
    """Several processes answer /metrics as one, through files in PROMETHEUS_MULTIPROC_DIR."""
    folder = Path(env["PROMETHEUS_MULTIPROC_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.db"):
        left_over.unlink()
    return {"child_exit": _forget_metrics}


def _forget_metrics(server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
