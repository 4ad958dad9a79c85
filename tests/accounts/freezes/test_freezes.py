"""After an account changed hands, either side may freeze it, and an operator decides."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from services.accounts.app import prepare
from services.accounts.config import Settings
from shared.clock import now
from shared.contracts.bureau import CompanyRequested, ModuleSuspended
from shared.contracts.bureau_endings import HandoverOffered
from shared.ids import new_id
from tests.accounts.builders import PASSWORD, Someone, World, a_company, a_module
from tests.accounts.oracle import check_roles
from tests.pages.browser import Browser

TRANSFERS = "/v1/accounts/acme/ownership_transfers"
TAKER = "taker@example.com"
DAYS_3 = timedelta(hours=72, seconds=1)
WHY = {"reason": "The former owner proved who they are."}


def accept(world: World, email: str = TAKER) -> Someone:
    """The invited person takes the account over by the link, and signs in."""
    token = world.mailed(email, "ownership")["token"]
    body = {"name": "Taker", "password": PASSWORD}
    accepted = world.nobody.post(f"/v1/invitations/{token}/accept", body)
    assert accepted.status_code == 200, accepted.text
    return world.sign_in(email)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def taker(world: World, owner: Someone) -> Someone:
    """Whoever has just got the account."""
    owner.post(TRANSFERS, {"email": TAKER})
    return accept(world)


@pytest.fixture
def operator(world: World, settings: Settings) -> Someone:
    line = prepare(settings)[0].split()
    return world.sign_in(line[1], line[-1])


def object_to(world: World, email: str, kind: str) -> Any:
    token = world.mailed(email, kind)["token"]
    return world.nobody.post("/v1/objections", {"token": token})


def frozen(world: World, owner: Someone) -> str:
    assert object_to(world, owner.email, "owner_before").status_code == 200
    return world.id_of("acme")


def codes(*answers: Any) -> list[tuple[int, str]]:
    return [(a.status_code, a.json["code"]) for a in answers]


def test_a_new_owner_can_not_give_the_account_on_for_72_hours(world: World, taker: Someone) -> None:
    refused = taker.post(TRANSFERS, {"email": "next@example.com"})
    deletion = taker.post("/v1/accounts/acme/deletion")

    assert codes(refused, deletion) == [(409, "ownership_fresh")] * 2
    with time_machine.travel(now() + DAYS_3):
        taker = world.sign_in(TAKER)
        assert taker.post(TRANSFERS, {"email": "next@example.com"}).status_code == 201


def test_who_opened_the_account_gives_it_on_at_once(owner: Someone) -> None:
    assert owner.post(TRANSFERS, {"email": TAKER}).status_code == 201


@pytest.mark.parametrize("kind", ["owner_before", "owner_now"])
def test_both_sides_are_told_and_may_object(
    world: World, owner: Someone, taker: Someone, kind: str
) -> None:
    email = owner.email if kind == "owner_before" else TAKER

    objected = object_to(world, email, kind)

    assert (objected.status_code, objected.json["state"]) == (200, "frozen")
    assert world.said("accounts.account.frozen.v1") == [
        {"account_id": world.id_of("acme"), "prefix": "acme"}
    ]
    assert world.mailed(owner.email, "account_frozen")["prefix"] == "acme"
    assert world.mailed(TAKER, "account_frozen")["prefix"] == "acme"


def test_objecting_twice_freezes_once(world: World, owner: Someone, taker: Someone) -> None:
    frozen(world, owner)

    again = object_to(world, TAKER, "owner_now")

    assert again.status_code == 200
    assert len(world.said("accounts.account.frozen.v1")) == 1


def test_the_link_is_dead_after_72_hours(world: World, owner: Someone, taker: Someone) -> None:
    with time_machine.travel(now() + DAYS_3):
        assert object_to(world, owner.email, "owner_before").status_code == 404


def test_a_made_up_link_freezes_nothing(world: World, taker: Someone) -> None:
    assert world.nobody.post("/v1/objections", {"token": "x"}).status_code == 404


def test_the_page_freezes_by_its_button_only(world: World, owner: Someone, taker: Someone) -> None:
    token = world.mailed(owner.email, "owner_before")["token"]
    browser = Browser(world.app, "accounts")

    shown = browser.open(f"/objection?token={token}")
    assert "acme" in shown.text
    assert world.said("accounts.account.frozen.v1") == []

    done = browser.send("/objection")

    assert done.status_code == 303
    assert len(world.said("accounts.account.frozen.v1")) == 1


def test_the_page_of_a_dead_link_says_so(world: World, taker: Someone) -> None:
    shown = Browser(world.app, "accounts").open("/objection?token=x", Accept_Language="en")

    assert shown.status_code == 404
    assert "The link is not valid any more" in shown.text


def test_owner_users_settings_and_detaching_wait_while_it_is_frozen(
    world: World, owner: Someone
) -> None:
    world.bureau("biuro500")
    member = world.with_role(owner, "acme", "member")
    invited = {"email": "later@example.com", "role": "member", "invite": True}
    owner.post("/v1/accounts/acme/users", invited)
    owner.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro500"})
    owner.post(TRANSFERS, {"email": TAKER})
    taker = accept(world)
    frozen(world, owner)
    path = "/v1/accounts/acme"
    token = world.mailed("later@example.com", "membership")["token"]

    refused = codes(
        taker.post(TRANSFERS, {"email": "next@example.com"}),
        taker.post(f"{path}/users", {"email": "x@example.com", "role": "admin"}),
        taker.delete(f"{path}/users/{owner.id}"),
        member.delete(f"{path}/users/{member.id}"),
        taker.put(f"{path}/accountant_access", {"email": "x@example.com"}),
        taker.patch(path, {"company": {"city": "Łódź"}}),
        taker.put(f"{path}/numbering/vat", {"pattern": "F {number}/{year}"}),
        taker.post(f"{path}/api_tokens", {"name": "shop"}),
        taker.delete(f"{path}/bureau"),
        taker.post(f"{path}/deletion"),
        world.nobody.post(
            f"/v1/invitations/{token}/accept", {"name": "Later", "password": PASSWORD}
        ),
    )

    assert refused == [(409, "account_frozen")] * len(refused)


def test_documents_go_on_while_it_is_frozen(world: World, owner: Someone, taker: Someone) -> None:
    frozen(world, owner)
    invoice = {
        "kind": "vat",
        "buyer": {"name": "Nabywca"},
        "positions": [{"name": "Usługa", "quantity": "1", "unit_net": "100.00", "vat_rate": "23"}],
    }

    issued = taker.post("/v1/accounts/acme/documents", invoice)

    assert issued.status_code == 201, issued.text
    assert owner.get("/v1/accounts/acme/documents").status_code == 200


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
