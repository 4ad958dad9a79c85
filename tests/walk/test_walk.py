"""What the front page says works when it is pasted into a shell."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.system import OPERATOR, ROOT, System

PORTS = {"8001": "accounts", "8002": "bureau", "8003": "exports"}


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = System(tmp_path)
    try:
        yield system.start()
    finally:
        system.stop()


@pytest.mark.system
def test_the_walk_leads_from_a_new_company_to_a_client_that_is_on_its_own(system):
    script = _walk()
    for port, service in PORTS.items():
        script = script.replace(f":{port}", f":{system.ports[service]}")
    email, password = OPERATOR
    env = os.environ | {
        "OPERATOR_EMAIL": email,
        "OPERATOR_PASSWORD": password,
        "DATA_DIR": str(system.data),
    }

    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert walked.returncode == 0, walked.stdout + walked.stderr
    said = walked.stdout
    assert '"state":"active"' in said
    assert "event: completed" in said
    assert "<?xml" in said
    assert '"code": "owner_is_bureau"' in said
    assert '"to":"handed_over"' in said
    assert '"to":"detached"' in said
    assert '"payer":"client"' in said
    assert '"number":"FV 1/02/2026"' in said


def _walk() -> str:
    """The shell blocks of the front page's walk, one after another."""
    chapter = (ROOT / "README.md").read_text().split("## A walk through the main job")[1]
    blocks = re.findall(r"^```sh\n(.*?)^```", chapter.split("\n## ")[0], re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 5
    return "\n".join(blocks)
