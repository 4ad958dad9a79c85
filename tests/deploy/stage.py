"""`python -m tests.deploy.stage PLAY FOLDER`: small programs under the real supervisor."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

from flask import Flask

from deploy.child import Program
from deploy.supervisor import Supervisor
from shared.server import serve

FOREVER = 3600.0


def note(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a") as file:
        file.write(f"{text}\n")


def steady(folder: Path, name: str) -> Program:
    """A program that does nothing, until it is told to stop."""

    def run() -> None:
        note(folder, name, str(os.getpid()))
        time.sleep(FOREVER)

    return Program(name, run)


def failing(folder: Path) -> list[Program]:
    def run() -> None:
        note(folder, "starts", repr(time.monotonic()))
        raise RuntimeError("it went wrong")

    return [Program("failing", run), steady(folder, "other")]


def ordered(folder: Path) -> list[Program]:
    def first() -> None:
        note(folder, "order", "first")
        if (folder / "order").read_text().count("first") < 2:
            sys.exit(3)

    second = Program("second", lambda: note(folder, "order", "second"), once=True)
    third = steady(folder, "third")
    return [
        Program("third", third.run, after=("first", "second")),
        second,
        Program("first", first, once=True, announces="all is prepared"),
    ]


def busy(folder: Path) -> list[Program]:
    """Finishes what it has in hand when it is told to stop."""

    def run() -> None:
        told: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
        note(folder, "pids", str(os.getpid()))
        sys.stdout.write("at work\n")
        while not told:
            time.sleep(0.01)
        time.sleep(0.5)
        note(folder, "finished", "in hand")

    return [Program("busy", run)]


def stubborn(folder: Path) -> list[Program]:
    """One that no signal stops, and one with a child of its own."""

    def deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        note(folder, "pids", str(os.getpid()))
        time.sleep(FOREVER)

    def parent() -> None:
        os.fork()
        note(folder, "pids", str(os.getpid()))
        time.sleep(FOREVER)

    return [Program("deaf", deaf), Program("parent", parent)]


def talkative(folder: Path) -> list[Program]:
    def run() -> None:
        os.write(1, b"a whole line\nno \xff letters\nand a part")
        sys.stderr.write(" of a line\n")
        sys.exit("the last word")

    return [Program("talkative", run, env={"WORD": "said"})]


def flooding(folder: Path) -> list[Program]:
    def run() -> None:
        for _ in range(20_000):
            sys.stdout.write("x" * 100 + "\n")
        note(folder, "finished", "flooding")

    return [Program("flooding", run, once=True), steady(folder, "other")]


def descriptors(folder: Path) -> list[Program]:
    """Says what a program has open besides input, output and the lifeline."""

    def run() -> None:
        found = [fd for fd in range(3, 100) if _is_open(fd)]
        note(folder, "open", " ".join(map(str, found)))

    listeners = [_listener(0), _listener(0)]
    others = [
        Program(f"web{number}", lambda: time.sleep(FOREVER), listener=listener)
        for number, listener in enumerate(listeners)
    ]
    return [*others, Program("looking", run, once=True, announces="looked")]


def web(folder: Path) -> list[Program]:
    """A web server whose answer takes as long as the question says."""

    def create() -> Flask:
        app = Flask("stage")

        app.extensions["ended"] = [lambda: note(folder, "ended", "the server")]

        @app.get("/<float:seconds>")
        def answer(seconds: float) -> str:
            time.sleep(seconds)
            note(folder, "ended", "an answer")
            return str(os.getppid())

        return app

    listener = _listener(int((folder / "port").read_text()))

    def run() -> None:
        serve(create, os.environ, socket=listener.detach())

    return [Program("web", run, listener=listener)]


def _listener(port: int) -> socket:
    listener = socket(AF_INET, SOCK_STREAM)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


PLAYS: dict[str, Callable[[Path], list[Program]]] = {
    play.__name__: play
    for play in (failing, ordered, busy, stubborn, talkative, flooding, descriptors, web)
}

if __name__ == "__main__":
    play, folder = sys.argv[1:]
    watched = os.getppid() if os.environ.get("WITH_PARENT") else None
    sys.exit(Supervisor(PLAYS[play](Path(folder)), parent=watched).run())
