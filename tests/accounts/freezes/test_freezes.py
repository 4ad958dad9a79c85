"""After an account changed hands, either side may freeze it."""

from datetime import timedelta

import pytest
import time_machine

from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.freezes.conftest import TAKER, TRANSFERS, accept, codes, frozen, object_to
from tests.pages.browser import Browser

DAYS_3 = timedelta(hours=72, seconds=1)


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
