"""An operator decides whose a frozen account is."""

from datetime import timedelta

import pytest

from shared.clock import now
from shared.contracts.bureau import CompanyRequested, ModuleSuspended
from shared.contracts.bureau_endings import HandoverOffered
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company, a_module
from tests.accounts.freezes.conftest import TAKER, accept, codes, frozen
from tests.accounts.oracle import check_roles

WHY = {"reason": "The former owner proved who they are."}


@pytest.fixture
def handed_over(world: World) -> Someone:
    """The owner of a bureau which gave `acme` to its client a moment ago."""
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))
    world.hear(
        HandoverOffered(
            transfer_id=new_id(),
            account_id=world.id_of("acme"),
            bureau_id=world.id_of("biuro500"),
            email=TAKER,
            expires_at=(now() + timedelta(days=14)).isoformat(),
        )
    )
    accept(world)
    return bureau


def test_only_operators_see_and_decide(world: World, owner: Someone, taker: Someone) -> None:
    account_id = frozen(world, owner)

    answers = [
        owner.get("/v1/frozen_accounts"),
        owner.post(f"/v1/frozen_accounts/{account_id}/keep", WHY),
        owner.post(f"/v1/frozen_accounts/{account_id}/give_back", WHY),
    ]

    assert codes(*answers) == [(403, "forbidden")] * 3


def test_an_operator_sees_what_waits(
    world: World, owner: Someone, taker: Someone, operator: Someone
) -> None:
    account_id = frozen(world, owner)

    (waiting,) = operator.get("/v1/frozen_accounts").json["items"]

    assert (waiting["id"], waiting["account"]) == (account_id, "acme")
    assert waiting["objector"] == owner.email
    assert waiting["change"]["former_id"] == owner.id


def test_an_operator_leaves_the_account_with_its_new_owner(
    world: World, owner: Someone, taker: Someone, operator: Someone
) -> None:
    account_id = frozen(world, owner)

    kept = operator.post(f"/v1/frozen_accounts/{account_id}/keep", WHY)

    assert (kept.status_code, kept.json["state"]) == (200, "open")
    assert taker.get("/v1/accounts/acme").json["owner"]["id"] == taker.id
    assert taker.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 200
    assert operator.get("/v1/frozen_accounts").json["items"] == []
    assert operator.post(f"/v1/frozen_accounts/{account_id}/keep", WHY).status_code == 404
    assert world.mailed(owner.email, "account_kept")["reason"] == WHY["reason"]


def test_an_operator_gives_the_account_back(
    world: World, owner: Someone, taker: Someone, operator: Someone
) -> None:
    account_id = frozen(world, owner)

    returned = operator.post(f"/v1/frozen_accounts/{account_id}/give_back", WHY)

    assert returned.status_code == 200, returned.text
    assert owner.get("/v1/accounts/acme").json["owner"]["id"] == owner.id
    assert taker.get("/v1/accounts/acme").status_code == 404
    assert world.said("accounts.account.owner_changed.v1")[-1]["owner_version"] == 3
    assert world.said("accounts.account.released.v1")[-1]["decision"] == "give_back"
    assert world.mailed(TAKER, "account_returned")["reason"] == WHY["reason"]
    check_roles(world)


def test_a_decision_needs_a_reason(
    world: World, owner: Someone, taker: Someone, operator: Someone
) -> None:
    account_id = frozen(world, owner)

    answers = [
        operator.post(f"/v1/frozen_accounts/{account_id}/keep", body)
        for body in ({}, {"reason": ""})
    ]

    assert [a.status_code for a in answers] == [422, 422]


def test_a_bureaus_leaders_are_told_of_the_new_owner(world: World, handed_over: Someone) -> None:
    assert world.mailed(handed_over.email, "owner_before")["new_owner"] == TAKER


def test_a_bureau_gets_its_account_back_under_a_new_link(
    world: World, handed_over: Someone, operator: Someone
) -> None:
    account_id = frozen(world, handed_over)
    said = len(world.said())

    returned = operator.post(f"/v1/frozen_accounts/{account_id}/give_back", WHY)

    assert returned.status_code == 200, returned.text
    account = handed_over.get("/v1/accounts/acme").json
    assert (account["owner"]["kind"], account["bureau_role"]) == ("bureau", "owner")
    news = [name for name in world.names_since(said) if name.startswith("account.")]
    assert news == [
        "account.released",
        "account.bureau_unlinked",
        "account.owner_changed",
        "account.bureau_linked",
        "account.bureau_role_granted",
    ]
    assert world.sign_in(TAKER).get("/v1/accounts/acme").status_code == 404
    assert codes(handed_over.delete("/v1/accounts/acme/bureau")) == [(409, "owner_is_bureau")]


def test_a_bureau_without_its_module_gets_no_account_back(
    world: World, handed_over: Someone, operator: Someone
) -> None:
    account_id = frozen(world, handed_over)
    world.hear(a_module(ModuleSuspended, world.id_of("biuro500"), "biuro500"))

    refused = operator.post(f"/v1/frozen_accounts/{account_id}/give_back", WHY)

    assert codes(refused) == [(409, "module_inactive")]
    assert operator.get("/v1/frozen_accounts").json["items"] != []
