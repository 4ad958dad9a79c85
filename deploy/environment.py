"""Reads the environment of `make up` and derives from it what each service is told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PORTS = {"accounts": 8001, "bureau": 8002, "exports": 8003}

THREADS = {"accounts": "8", "bureau": "8", "exports": "96"}
"""A stream of progress holds a thread of exports for as long as somebody looks on."""

MOST_RUNNERS = 4
"""Runners of exports that are started unless EXPORT_RUNNERS says how many, one per core."""


class CannotStart(Exception):
    """The system can't be started so; the text says what to change."""


@dataclass(frozen=True)
class Whereabouts:
    """Where the system listens and keeps its data."""

    host: str
    ports: Mapping[str, int]
    data: Path

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        return cls(
            host=env.get("HOST", "127.0.0.1"),
            ports={name: _port(env, name, usual) for name, usual in PORTS.items()},
            data=Path(env.get("DATA_DIR") or "data").resolve(),
        )

    def url(self, service: str) -> str:
        return f"http://{self.host}:{self.ports[service]}"


def environment_of(service: str, where: Whereabouts, env: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a service's processes, as it would be alone on its machine.

    What concerns only the others, such as their databases, is left out.
    """
    inherited = {name: value for name, value in env.items() if not name.endswith("_DATABASE_URL")}
    database = env.get(f"{service.upper()}_DATABASE_URL")
    return {
        "WEB_THREADS": THREADS[service],
        **inherited,
        "DATABASE_URL": database or f"sqlite:///{where.data}/{service}.db",
        "BUS_URL": env.get("BUS_URL") or f"embedded:///{where.data}/bus.db",
        "DATA_DIR": str(where.data),
        "HOST": where.host,
        "PORT": str(where.ports[service]),
        "PUBLIC_URL": where.url(service),
        **{f"{name.upper()}_URL": where.url(name) for name in PORTS},
        **{f"{name.upper()}_PAGES_URL": where.url(name) for name in PORTS},
    }


def runners(env: Mapping[str, str]) -> int:
    """How many runners of exports there are: as many as there are cores, four at most."""
    said = env.get("EXPORT_RUNNERS") or str(min(MOST_RUNNERS, os.cpu_count() or 1))
    if not said.isdecimal() or not 1 <= int(said) <= 64:
        raise CannotStart(f"EXPORT_RUNNERS is no number from 1 to 64: {said}")
    return int(said)


def _port(env: Mapping[str, str], service: str, usual: int) -> int:
    name = f"{service.upper()}_PORT"
    try:
        port = int(env.get(name) or usual)
    except ValueError:
        raise CannotStart(f"{name} is no number: {env[name]}") from None
    if not 0 < port < 65536:
        raise CannotStart(f"{name} is no port: {port}")
    return port
