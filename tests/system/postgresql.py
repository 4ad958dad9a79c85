"""A PostgreSQL cluster to be thrown away: its own folder and port, on loopback only."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from tests.system.ports import free_ports

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where distributions put programs that are not on the PATH."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "restart_after_crash": "on",
}


class NotInstalled(Exception):
    """A server's programs are not on this machine."""


class Cluster:
    """A running PostgreSQL with the databases that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = free_ports(1)[0]
        self.as_user = _unprivileged()

    def start(self) -> Self:
        """Make the cluster and start it; raises NotInstalled where it can't be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.as_user:
            shutil.chown(self.folder, self.as_user, self.as_user)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
        lines += [f"port = {self.port}\n", f"unix_socket_directories = '{self.folder}'\n"]
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.writelines(lines)
        self.go_on()
        return self

    def create(self, name: str) -> str:
        """Make a database; its URL for SQLAlchemy."""
        with self.connect() as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            f"postgresql://postgres@127.0.0.1:{self.port}/{name}", autocommit=True
        )

    def crash(self) -> None:
        """End all its processes at once, without a checkpoint."""
        self._control("stop", "-m", "immediate")

    def go_on(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))

    def close(self, name: str) -> None:
        """Throw everybody out of one database and let nobody in."""
        with self.connect() as server:
            self._allow(server, name, "false")
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    def open(self, name: str) -> None:
        with self.connect() as server:
            self._allow(server, name, "true")

    def stop(self) -> None:
        self._control("stop", "-m", "fast")

    def _allow(self, server: psycopg.Connection, name: str, allowed: str) -> None:
        server.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(
                sql.Identifier(name), sql.SQL(allowed)
            )
        )

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "30", *words)

    def _run(self, program: str, *words: str) -> None:
        # Its own session, so that Ctrl-C does not end the server before the test is done with it.
        with (self.folder / "output").open("ab") as output:
            subprocess.run(
                [_program(program), *words],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                user=self.as_user,
                group=self.as_user,
                extra_groups=[] if self.as_user else None,
                start_new_session=True,
            )


def _unprivileged() -> str | None:
    """The user to run as: PostgreSQL does not run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _program(name: str) -> str:
    found = shutil.which(name)
    places = [path for folder in FOLDERS for path in sorted(Path("/").glob(folder[1:]))]
    for folder in reversed(places):
        found = found or shutil.which(name, path=str(folder))
    if found is None:
        raise NotInstalled(f"{name} of PostgreSQL is not installed here")
    return found
