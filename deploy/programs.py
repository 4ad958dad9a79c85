"""Which processes the system consists of, and which waits for which."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from typing import Any

from deploy import demo
from deploy.child import Program
from deploy.environment import runners
from shared.migrations import is_current, upgrade
from shared.server import serve

COMPLAIN_EVERY = 10.0


@dataclass(frozen=True)
class Service:
    """A service that is imported and configured, and has opened nothing but its port."""

    name: str
    app: Any
    settings: Any
    env: Mapping[str, str]
    listener: socket


def programs(services: Sequence[Service]) -> list[Program]:
    """All processes of the services, and one that ends when every /readyz is 200."""
    listening = tuple(f"{service.name}.declare" for service in services)
    found = [program for service in services for program in _of(service, listening)]
    addresses = {service.name: service.listener.getsockname() for service in services}
    ready = Program("ready", lambda: wait_for(addresses), once=True, announces="ready")
    return [*found, ready, *_demo(services)]


def _demo(services: Sequence[Service]) -> list[Program]:
    environments = {service.name: service.env for service in services}
    if environments.get("bureau", {}).get("DEMO", "1") == "0":
        return []
    urls = {name: env["PUBLIC_URL"] for name, env in environments.items()}
    data, bureau = Path(environments["bureau"]["DATA_DIR"]), environments["bureau"]
    make = partial(demo.fill, urls, data, bureau)
    return [Program("demo", make, env=bureau, once=True, after=("ready",))]


def _of(service: Service, listening: tuple[str, ...]) -> list[Program]:
    app, settings, env = service.app, service.settings, service.env
    migrated = (f"{service.name}.migrate",)

    def program(kind: str, run: Callable[[], object], **options: Any) -> Program:
        return Program(f"{service.name}.{kind}", run, env=env, **options)

    found = [
        program("migrate", lambda: _migrate(service), once=True),
        program("declare", lambda: app.declare(settings), once=True),
        program("api", lambda: _serve(service), after=migrated, listener=service.listener),
        program("worker", lambda: app.create_worker(settings).run(), after=migrated),
        # Nothing is announced before everybody listens: what no queue is bound for is lost.
        program("relay", lambda: app.create_relay(settings).run(), after=migrated + listening),
    ]
    if hasattr(app, "create_runner"):
        kinds = ["runner", *(f"runner-{number}" for number in range(2, runners(env) + 1))]
        found += [
            program(kind, lambda: app.create_runner(settings).run(), after=migrated)
            for kind in kinds
        ]
    return found


def _migrate(service: Service) -> None:
    url = service.settings.database_url
    if not is_current(service.name, url):
        upgrade(service.name, url)
    if hasattr(service.app, "prepare"):
        for line in service.app.prepare(service.settings):
            print(line)


def _serve(service: Service) -> None:
    serve(
        lambda: service.app.create_app(service.settings),
        service.env,
        # Gunicorn closes the descriptor itself, once it has its own.
        socket=service.listener.detach(),
    )


def wait_for(addresses: Mapping[str, tuple[str, int]]) -> None:
    """Return when each service says that it is ready; now and then say which is not, and why."""
    answers = dict.fromkeys(addresses, "no answer")
    complain_at = time.monotonic() + COMPLAIN_EVERY
    while answers:
        for name in list(answers):
            status, answers[name] = _ask(addresses[name])
            if status == 200:
                del answers[name]
        if time.monotonic() > complain_at:
            complain_at += COMPLAIN_EVERY
            print(*(f"{name} is not ready: {why}" for name, why in answers.items()), sep="\n")
        time.sleep(0.03)


def _ask(address: tuple[str, int]) -> tuple[int, str]:
    connection = HTTPConnection(*address, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read(1000).decode(errors="replace")
    except (OSError, HTTPException) as fault:
        return 0, repr(fault)
    finally:
        connection.close()
