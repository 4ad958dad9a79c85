"""A program in a process of its own: forked from the supervisor, and ending with it."""

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import NoReturn

ORPHAN_SECONDS = 2.0
"""How long a process may finish what is in hand after its supervisor was killed."""

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass(frozen=True, eq=False)
class Program:
    """What to run, from `run`'s beginning to its end.

    `name` stands before its lines in the log. It starts when the programs named in `after` have
    finished. One that runs `once` is finished when it ends without an error, and then the
    supervisor prints what it `announces`; any other is started again. `env` is its environment.
    It keeps `listener`, and no other program's.
    """

    name: str
    run: Callable[[], object]
    env: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    once: bool = False
    announces: str = ""
    listener: socket | None = None


def become(program: Program, *, output: int, lifeline: int) -> NoReturn:
    """Turn this freshly forked process into `program`; it never returns to the caller.

    `output` takes what it prints. `lifeline` is the reading end of a pipe that only the
    supervisor can write to: when it closes, the supervisor is gone.
    """
    code = 1
    try:
        _leave_the_supervisor(program, output)
        threading.Thread(target=_end_with, args=[lifeline], daemon=True).start()
        code = _run(program)
    finally:
        # The stack below belongs to the supervisor and must not be unwound here.
        os._exit(code)


def _leave_the_supervisor(program: Program, output: int) -> None:
    # Its own session, so that Ctrl-C reaches the supervisor alone, which ends all in order.
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(output, stream)
    os.close(output)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(program.env)
    _show_name(program.name)


def _show_name(name: str) -> None:
    """Let `ps` and `top` tell the processes apart, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name[:15])


def _run(program: Program) -> int:
    try:
        program.run()
    except SystemExit as leaving:
        return _code_of(leaving)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _code_of(leaving: SystemExit) -> int:
    if leaving.code is None or isinstance(leaving.code, int):
        return leaving.code or 0
    sys.stderr.write(f"{leaving.code}\n")
    return 1


def _end_with(lifeline: int) -> None:
    """Wait for the supervisor's end; then end with all children of one's own, by force at last."""
    os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(ORPHAN_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)
