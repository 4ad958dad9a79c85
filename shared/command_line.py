"""The command line that every service has: `python -m services.<service> COMMAND …`."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from shared.log import configure

Command = Callable[[list[str]], "int | None"]
"""Takes the words after its name; gives the exit code, or nothing when all is well."""


class Located(Protocol):
    """The settings of any service: where its database and the bus are."""

    @property
    def database_url(self) -> str: ...

    @property
    def bus_url(self) -> str: ...


class Usage(Exception):
    """A command was called in a way that it does not understand."""


def run(words: Sequence[str], commands: Mapping[str, Command], *, usage: str | None) -> int:
    """Run the command that the first word names; complain on stderr and give 2 if none does."""
    configure()
    name, *rest = words or [""]
    try:
        if name not in commands:
            raise Usage(f"commands: {', '.join(commands)}")
        return commands[name](rest) or 0
    except Usage as complaint:
        sys.stderr.write(f"{usage}\n{complaint}\n")
        return 2


def commands_of(service: str, app: Any, settings: Located) -> dict[str, Command]:
    """The commands that every service has, made from its `app` module."""
    commands: dict[str, Command] = {
        "api": lambda _: _serve(app, settings),
        "worker": lambda _: app.create_worker(settings).run(),
        "relay": lambda _: app.create_relay(settings).run(),
        "migrate": lambda _: _migrate(service, app, settings),
        "draft": lambda words: _draft(service, app, words),
        "bus": lambda words: _bus(service, app, settings, words),
    }
    if hasattr(app, "create_runner"):
        commands["runner"] = lambda _: app.create_runner(settings).run()
    return commands


def _serve(app: Any, settings: Located) -> None:
    from shared.server import serve

    serve(lambda: app.create_app(settings), os.environ)


def _migrate(service: str, app: Any, settings: Located) -> None:
    from shared.migrations import upgrade

    upgrade(service, settings.database_url)
    if hasattr(app, "prepare"):
        for line in app.prepare(settings):
            sys.stdout.write(f"{line}\n")


def _draft(service: str, app: Any, words: list[str]) -> None:
    from shared.migrations.runner import draft

    if not words:
        raise Usage("draft needs a few words that say what changes")
    metadata = import_module(f"{app.__package__}.migrations").METADATA
    sys.stdout.write(f"{draft(service, ' '.join(words), metadata)}\n")


def _bus(service: str, app: Any, settings: Located, words: list[str]) -> int | None:
    from shared.bus import commands

    return commands.run(
        words,
        service=service,
        database_url=settings.database_url,
        bus_url=settings.bus_url,
        declare=lambda: app.declare(settings),
    )
