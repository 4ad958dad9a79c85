"""One short campaign on files and one on servers, for all tests that look at what it left."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.campaign import Outcome, Plan
from tests.faults.stage import embedded, on_servers, run
from tests.system.servers import servers_or_skip

PLAN = Plan(lives=30, seed=3)
ON_SERVERS = replace(PLAN, lives=20)  # They take longer to come back.


@pytest.fixture(scope="session")
def embedded_outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    with embedded(tmp_path_factory.mktemp("embedded")) as scene:
        yield run(scene, PLAN)


@pytest.fixture(scope="session")
def servers_outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    folder: Path = tmp_path_factory.mktemp("servers")
    with servers_or_skip() as both, on_servers(folder, both, "faults") as scene:
        yield run(scene, ON_SERVERS)
