"""What the benchmarks run on: servers of their own, and the product on them."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.system.api import Product
from tests.system.processes import children_of, cpu_seconds
from tests.system.servers import Servers
from tests.system.system import System


@contextmanager
def system_on(servers: Servers, name: str) -> Iterator[tuple[System, Product]]:
    """The product on databases and a virtual host called after `name`."""
    with tempfile.TemporaryDirectory(prefix="biurko-bench-") as folder:
        system = System(Path(folder), servers.environment(name))
        try:
            with closing(Product.of(system.start(), news_within=600.0)) as product:
                yield system, product
        finally:
            system.stop()


def cpu_of_cluster(servers: Servers) -> float:
    """Seconds of processor time of all processes of PostgreSQL that live now."""
    pid = int((servers.postgresql.data / "postmaster.pid").read_text().splitlines()[0])
    return sum(cpu_seconds(child) for child in children_of(pid))
