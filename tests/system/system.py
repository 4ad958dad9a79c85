"""The running system of a test: the supervisor with ports, data and databases of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.system.ports import free_ports
from tests.system.processes import children_of, kill, lives
from tests.system.waiting import TooLate, eventually

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "bureau", "exports")
OPERATOR = ("operator@example.com", "an operator's long password")
SUPERVISOR = (sys.executable, "-m", "deploy.supervise")
STARTED = re.compile(r"^(\S+)\s*\| started as process (\d+)$", re.MULTILINE)


class System:
    """Three services with their workers and relays, under the supervisor that `make up` starts.

    `env` adds to the environment: other databases, another bus, other settings. `command` starts
    another supervisor than the product's.
    """

    def __init__(
        self,
        folder: Path,
        env: Mapping[str, str] | None = None,
        command: Sequence[str] = SUPERVISOR,
    ) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.printed = folder / "log"
        self.ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))
        self.env = self._environment(env or {})
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.ports[service]}"

    def database_url(self, service: str) -> str:
        return self.env.get(
            f"{service.upper()}_DATABASE_URL", f"sqlite:///{self.data}/{service}.db"
        )

    @property
    def bus_url(self) -> str:
        return self.env.get("BUS_URL", f"embedded:///{self.data}/bus.db")

    def start(self, *, within: float = 60.0) -> Self:
        """Start everything and return when the supervisor says that it is ready."""
        self.launch()
        self.wait_until_ready(within=within)
        return self

    def launch(self) -> None:
        """Start the supervisor, without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        before = self.printed.stat().st_size if self.printed.exists() else 0
        with self.printed.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._begins_at = before

    def wait_until_ready(self, *, within: float = 60.0) -> None:
        def ready() -> bool:
            if self.process is None or self.process.poll() is not None:
                raise AssertionError(f"the supervisor ended:\n{self.tail()}")
            return "\nready\n" in f"\n{self.lines()}"

        try:
            eventually(ready, within=within, every=0.05)
        except TooLate:
            raise TooLate(f"not ready within {within:g} s:\n{self.tail()}") from None

    def lines(self) -> str:
        """What was printed since the last start."""
        with self.printed.open("rb") as log:
            log.seek(self._begins_at)
            return log.read().decode(errors="replace")

    def tail(self, lines: int = 60) -> str:
        return "\n".join(self.printed.read_text(errors="replace").splitlines()[-lines:])

    def pid_of(self, program: str) -> int | None:
        """The process that runs `accounts.worker` and the like; of an API its web worker."""
        started = [int(pid) for name, pid in STARTED.findall(self.lines()) if name == program]
        if not started or not lives(started[-1]):
            return None
        if program.endswith(".api"):
            return next(iter(children_of(started[-1])), None)
        return started[-1]

    def kill(self) -> None:
        """End the supervisor at once; its children notice and end too."""
        if self.process is not None:
            children = children_of(self.process.pid)
            self.process.kill()
            self.process.wait()
            eventually(lambda: not any(map(lives, children)), what="the children to end")
            self.process = None

    def stop(self) -> int:
        """Stop everything in order; the exit code."""
        if self.process is None:
            return 0
        kill(self.process.pid, signal.SIGTERM)
        code = self.process.wait(40)
        self.process = None
        return code

    def environment_of(self, service: str) -> dict[str, str]:
        """The environment of one service's processes, as they would run without the supervisor."""
        return {
            **self.env,
            "DATABASE_URL": self.database_url(service),
            "BUS_URL": self.bus_url,
            "PORT": str(self.ports[service]),
            "PUBLIC_URL": self.url(service),
            **{f"{name.upper()}_URL": self.url(name) for name in SERVICES},
        }

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        email, password = OPERATOR
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "LANG": "C.UTF-8",
            "DATA_DIR": str(self.data),
            **{f"{name.upper()}_PORT": str(port) for name, port in self.ports.items()},
            "OPERATOR_EMAIL": email,
            "OPERATOR_PASSWORD": password,
            "DEMO": "0",
            "RATE_LIMITS": "off",
            **more,
        }
