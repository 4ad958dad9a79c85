"""PostgreSQL and RabbitMQ for a whole run of tests, thrown away at its end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.system.postgresql import Cluster, NotInstalled
from tests.system.rabbitmq import Node
from tests.system.system import SERVICES


class Servers:
    """A cluster and a node of the test's own, which it may stop and kill."""

    def __init__(self, folder: Path) -> None:
        self.postgresql = Cluster(folder / "postgresql")
        self.rabbitmq = Node(folder / "rabbitmq")

    def start(self) -> None:
        """Start both; NotInstalled where one can't be, and then neither runs."""
        self.postgresql.start()
        try:
            self.rabbitmq.start()
        except BaseException:
            self.postgresql.stop()
            raise

    def stop(self) -> None:
        try:
            self.rabbitmq.stop()
        finally:
            self.postgresql.stop()

    def environment(self, name: str) -> dict[str, str]:
        """What tells a system to use databases and a virtual host called after `name`."""
        bus_url = self.rabbitmq.create(name)
        databases = {
            f"{service.upper()}_DATABASE_URL": self.postgresql.create(f"{name}_{service}")
            for service in SERVICES
        }
        return {**databases, "BUS_URL": bus_url}


@contextmanager
def servers() -> Iterator[Servers]:
    """Both, running; raises NotInstalled where there are none."""
    # PostgreSQL runs as another user than root, who must be able to reach the folder.
    with tempfile.TemporaryDirectory(prefix="biurko-servers-") as name:
        Path(name).chmod(0o755)
        both = Servers(Path(name))
        both.start()
        try:
            yield both
        finally:
            both.stop()


@contextmanager
def servers_or_skip() -> Iterator[Servers]:
    """Both, for tests: skipped, saying so, where they are not installed, unless CI=true."""
    with ExitStack() as stack:
        try:
            both = stack.enter_context(servers())
        except NotInstalled as missing:
            if os.environ.get("CI") == "true":
                pytest.fail(str(missing))
            pytest.skip(str(missing))
        yield both
