"""The fault campaign in short; `make test-faults` runs the whole of it."""

import pytest

from tests.faults.audit import CHECKS
from tests.faults.campaign import Outcome
from tests.faults.report import report

AFTERMATH = 2  # Checks of what a replay and the poison left.


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("embedded", marks=pytest.mark.system),
        pytest.param("servers", marks=[pytest.mark.system, pytest.mark.servers]),
    ],
)
def test_no_life_is_stuck_lost_or_doubled_whatever_dies(
    name: str, request: pytest.FixtureRequest
) -> None:
    outcome: Outcome = request.getfixturevalue(f"{name}_outcome")

    assert outcome.passed, "\n".join(report("the short campaign", outcome))
    assert len(outcome.complaints) == len(CHECKS) + AFTERMATH
