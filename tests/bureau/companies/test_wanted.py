"""Companies that a bureau's program wants: asked for like any other, or declined."""

import pytest

from shared.contracts.accounts import CompanyWanted
from shared.contracts.bureau import ModuleSuspended
from shared.ids import new_id
from tests.bureau.listener import COMPANY


def want(stage, prefix="nowa", bureau="biuro500"):
    wanted = CompanyWanted(
        request_id=new_id(),
        bureau_id=stage.accounts[bureau],
        prefix=prefix,
        company=COMPANY,
        client_email="firma@nowa.example",
    )
    stage.hear(wanted)
    return wanted


def declined(stage):
    return stage.said("bureau.company.declined.v1")


def test_a_company_that_a_program_wants_is_asked_for_under_the_same_id(stage):
    owner = stage.bureau()

    wanted = want(stage)

    (asked,) = stage.said("bureau.company.requested.v1")
    assert asked == wanted.to_body()
    assert stage.package() == (1, 1, 5)
    assert stage.seen("nowa", owner)["state"] == "requested"
    assert declined(stage) == []


def test_the_account_is_a_client_like_any_other(stage):
    owner = stage.bureau()
    wanted = want(stage)

    stage.open_requested("nowa", wanted.request_id)

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 5)


def test_a_full_package_declines_and_keeps_nothing(stage):
    owner = stage.bureau(size=1)
    stage.created_client("erste", owner)

    wanted = want(stage)

    (said,) = declined(stage)
    assert (said["request_id"], said["code"]) == (wanted.request_id, "package_full")
    assert stage.package() == (1, 1, 1)
    clients = stage.get("/v1/bureaus/biuro500/clients", owner).json["items"]
    assert [each["prefix"] for each in clients] == ["erste"]
    assert len(stage.said("bureau.company.requested.v1")) == 1


def test_a_prefix_that_was_asked_for_is_declined(stage):
    stage.bureau()
    want(stage)

    want(stage)

    (said,) = declined(stage)
    assert (said["prefix"], said["code"]) == ("nowa", "prefix_taken")
    assert stage.package() == (1, 1, 5)


@pytest.mark.parametrize("step", [None, "suspend"])
def test_without_an_active_module_it_is_declined(stage, step):
    if step:
        stage.bureau()
        stage.post(f"/v1/bureaus/biuro500/module/{step}", stage.operator)
        assert stage.said(ModuleSuspended.name)
    else:
        stage.open_account("biuro500")

    want(stage)

    (said,) = declined(stage)
    assert said["code"] == "module_inactive"
