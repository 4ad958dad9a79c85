"""The fault campaign in short; `make test-faults` runs the whole of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.audit import CHECKS
from tests.faults.campaign import Plan
from tests.faults.chaos import Scene
from tests.faults.report import report
from tests.faults.stage import embedded, on_servers, run
from tests.system.servers import servers_or_skip

PLAN = Plan(lives=30, seed=3)


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.system),
        pytest.param("servers", marks=[pytest.mark.system, pytest.mark.servers]),
    ]
)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    if request.param == "embedded":
        with embedded(tmp_path) as scene:
            yield scene
    else:
        with servers_or_skip() as both, on_servers(tmp_path, both, "faults") as scene:
            yield scene


def test_no_life_is_stuck_lost_or_doubled_whatever_dies(scene: Scene) -> None:
    outcome = run(scene, PLAN)

    assert outcome.passed, "\n".join(report("the short campaign", outcome))
    assert len(outcome.complaints) == len(CHECKS) + 2
