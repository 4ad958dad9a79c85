"""A bureau, and its client `acme` that owns its account."""

import pytest

CLIENT = "/v1/bureaus/biuro500/clients/acme"
PACKAGE = f"{CLIENT}/handover_package"
REQUESTED = "bureau.handover_package.requested.v1"
WITHDRAWN = "bureau.handover_package.withdrawn.v1"


@pytest.fixture
def owner(stage):
    found = stage.bureau()
    stage.client("acme")
    return found


def detach(stage, who):
    """What the end of the co-operation is answered with: status, and code of the refusal."""
    answer = stage.post(f"{CLIENT}/detach", who)
    return answer.status_code, answer.json.get("code")
