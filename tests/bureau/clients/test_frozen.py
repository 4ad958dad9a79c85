"""While an operator decides who owns an account, the bureau does not leave it."""

import pytest

from shared.contracts.account_endings import AccountFrozen, AccountReleased

CLIENTS = "/v1/bureaus/biuro500/clients"


@pytest.fixture
def owner(stage):
    """The owner of a bureau whose client is frozen after the hand-over."""
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")
    stage.hear(AccountFrozen(account_id=stage.accounts["nowa"], prefix="nowa"))
    return owner


def detach(stage, owner):
    return stage.post(f"{CLIENTS}/nowa/detach", owner)


def test_a_frozen_account_is_not_left(stage, owner):
    refused = detach(stage, owner)

    assert (refused.status_code, refused.json["code"]) == (409, "account_frozen")
    assert stage.seen("nowa", owner)["state"] == "handed_over"


def test_the_preflight_says_so(stage, owner):
    seen = stage.get(f"{CLIENTS}/nowa/preflight?action=detach", owner).json

    assert seen["can_proceed"] is False
    assert [b["code"] for b in seen["blockers"]] == ["account_frozen"]


def test_a_bulk_job_does_not_leave_it_either(stage, owner):
    body = {"action": "detach", "clients": ["nowa"], "arguments": {}, "dry_run": False}
    job = stage.post("/v1/bureaus/biuro500/bulk", owner, body).json

    stage.work()

    (result,) = stage.get(f"/v1/bureaus/biuro500/bulk/{job['id']}", owner).json["results"]
    assert (result["outcome"], result["code"]) == ("refused", "account_frozen")


def test_once_it_is_released_it_may_be_left(stage, owner):
    released = {"account_id": stage.accounts["nowa"], "prefix": "nowa"}
    stage.hear(AccountReleased(**released, decision="keep", reason="All is well."))

    assert detach(stage, owner).status_code == 200
