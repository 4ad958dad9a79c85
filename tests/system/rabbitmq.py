"""A RabbitMQ node to be thrown away: its own folder, ports and name server, on loopback only."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.system.ports import free_ports, listens
from tests.system.postgresql import NotInstalled
from tests.system.processes import kill, lives
from tests.system.waiting import eventually

FOLDERS = ("/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/opt/homebrew/sbin")
"""Where distributions put the programs themselves; those on the PATH may change the user."""

CONFIGURATION = """\
loopback_users.guest = true
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
"""


class Node:
    """A running RabbitMQ."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.port, self._distribution, self._names = free_ports(3)

    def start(self) -> Self:
        """Start the node and wait until it takes connections; NotInstalled where there is none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "rabbitmq.conf").write_text(CONFIGURATION)
        (self.folder / "plugins").write_text("[].")
        self.go_on()
        return self

    def go_on(self) -> None:
        """Start it again after `kill`."""
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [_program("rabbitmq-server")],
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        eventually(lambda: listens(self.port), within=60, every=0.1, what="RabbitMQ to listen")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        pid = self.pid
        kill(pid)
        eventually(lambda: not lives(pid) and not listens(self.port), what="RabbitMQ to be dead")
        self._process.wait()

    def stop_app(self) -> None:
        """Stop the broker and leave its process."""
        self.control("stop_app")

    def start_app(self) -> None:
        self.control("start_app")

    def stop(self) -> None:
        """Stop the node, and the name server that it started."""
        pid = self.pid
        kill(pid, signal.SIGTERM)
        eventually(lambda: not lives(pid), within=30, what="RabbitMQ to stop")
        self._process.wait()
        subprocess.run(
            ["epmd", "-port", str(self._names), "-kill"],
            check=False,
            capture_output=True,
            env=self._environment(),
        )

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text())

    def control(self, *words: str) -> str:
        """What `rabbitmqctl` answers."""
        done = subprocess.run(
            [_program("rabbitmqctl"), "--quiet", *words],
            check=True,
            capture_output=True,
            text=True,
            env=self._environment(),
            cwd=self.folder,
        )
        return done.stdout

    def create(self, name: str) -> str:
        """Make a virtual host; its URL."""
        self.control("add_vhost", name)
        self.control("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{name}"

    def queues(self, host: str) -> dict[str, int]:
        """How many messages each queue holds, with those that are in somebody's hands."""
        listed = self.control("list_queues", "-p", host, "name", "messages", "--no-table-headers")
        rows = listed.splitlines()
        return {name: int(count) for name, count in (row.split("\t") for row in rows)}

    def _environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return {
            "PATH": os.environ["PATH"],
            "HOME": folder,  # Its cookie lies there.
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(self._names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_FLAGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_NODENAME": f"test{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
        }


def _program(name: str) -> str:
    path = os.pathsep.join([*FOLDERS, os.environ["PATH"]])
    found = shutil.which(name, path=path)
    if found is None:
        raise NotInstalled(f"{name} of RabbitMQ is not installed here")
    return found
