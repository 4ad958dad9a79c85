"""What the benchmarks run on: the product on servers of its own, and what it costs them."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.system.processes import children_of, cpu_seconds
from tests.system.product import Product
from tests.system.servers import Servers
from tests.system.system import SUPERVISOR, System


class Stage(NamedTuple):
    """The product, and the databases that it runs on."""

    product: Product
    servers: Servers
    environment: Mapping[str, str]

    def database(self, service: str) -> psycopg.Connection:
        """A connection to the database of one service."""
        url = self.environment[f"{service.upper()}_DATABASE_URL"]
        return self.servers.postgresql.connect(url.rpartition("/")[2])


@contextmanager
def stage_on(servers: Servers, name: str, command: Sequence[str] = SUPERVISOR) -> Iterator[Stage]:
    """The product under the supervisor that `command` starts, on databases of its own."""
    environment = servers.environment(name)
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        system = System(Path(folder), environment, command)
        try:
            with closing(Product.of(system.start())) as product:
                yield Stage(product, servers, environment)
        finally:
            system.stop()


def processor_time(servers: Servers, pid: int) -> float:
    """Seconds of the processor that a process and all of PostgreSQL have used."""
    postmaster = int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])
    running = sum(map(_of_child, children_of(postmaster)))
    return cpu_seconds(pid) + running + _of_ended_children(postmaster)


def _of_child(pid: int) -> float:
    """What a child has taken so far; one that ends meanwhile counts among those that are gone."""
    try:
        return cpu_seconds(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _of_ended_children(pid: int) -> float:
    """What those took that are gone, such as PostgreSQL's parallel workers."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
