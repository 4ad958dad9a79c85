"""`python -m deploy.supervise [--with-parent]`: the whole system on one machine.

Imports the services once, then forks their processes and keeps them running. Reads the
environment that the README lists. With --with-parent it also ends when its parent does.
"""

import fcntl
import gc
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import IO

from deploy.environment import PORTS, CannotStart, Whereabouts, environment_of
from deploy.programs import Service, programs
from deploy.supervisor import Supervisor
from shared.log import configure

PATIENCE = 5.0
"""The processes of a supervisor that was killed are gone within so many seconds."""


def main(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run until told to stop; 1 when it can't start."""
    # Before anything runs, Ctrl-C ends this process like any other, without a trace.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = os.getppid() if "--with-parent" in arguments else None
    try:
        where = Whereabouts.from_env(env)
        with hold(where.data):
            listeners = {name: listen(name, where) for name in PORTS}
            return _supervise(where, listeners, env, parent)
    except CannotStart as why:
        sys.stderr.write(f"cannot start: {why}\n")
        return 1


def _supervise(
    where: Whereabouts, listeners: Mapping[str, socket], env: Mapping[str, str], parent: int | None
) -> int:
    for name in PORTS:
        print(f"{name:9} {where.url(name)}  (described at {where.url(name)}/docs)", flush=True)
    services = [
        load(name, environment_of(name, where, env), listener)
        for name, listener in listeners.items()
    ]
    configure()
    # What is here now stays: the collector of no child shall look through it, and copy it so.
    gc.collect()
    gc.freeze()
    return Supervisor(programs(services), parent=parent).run()


def load(name: str, env: Mapping[str, str], listener: socket) -> Service:
    """Import the service and read its settings; refuses settings that the service refuses."""
    app = import_module(f"services.{name}.app")
    config = import_module(f"services.{name}.config")
    try:
        settings = config.Settings.from_env(env)
    except (KeyError, ValueError) as fault:
        raise CannotStart(f"the settings of {name}: {fault}") from fault
    return Service(name=name, app=app, settings=settings, env=env, listener=listener)


def hold(data: Path) -> IO[str]:
    """Keep the data folder for this system alone, as long as one of its processes lives.

    The processes share the lock, so that one whose supervisor was killed is waited for.
    """
    # Keys, password hashes and mails are nobody else's to read.
    os.umask(0o077)
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / "lock").open("w")
    deadline = time.monotonic() + PATIENCE
    while not _lock(lock):
        if time.monotonic() > deadline:
            raise CannotStart(f"another one runs on {data}: stop it, or set DATA_DIR")
        time.sleep(0.05)
    return lock


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def listen(service: str, where: Whereabouts) -> socket:
    """Take the service's port here, so that it stays taken while the service restarts."""
    listener = socket(AF_INET, SOCK_STREAM)
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listener.bind((where.host, where.ports[service]))
        listener.listen(1024)
    except OSError as fault:
        raise CannotStart(
            f"{where.url(service)} of {service} can't be had ({fault.strerror}): "
            f"set {service.upper()}_PORT"
        ) from None
    return listener


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
