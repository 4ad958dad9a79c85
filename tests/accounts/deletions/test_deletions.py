"""An owner deletes the account: asked, confirmed by mail, done 30 days later."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from services.accounts.deletions.chores import finish_due
from services.accounts.deletions.models import Deletion
from services.accounts.documents.models import Document
from shared.clock import now
from shared.contracts.bureau import CompanyRequested
from shared.ids import new_id
from tests.accounts.builders import PASSWORD, Someone, World, a_company, a_sign_up
from tests.accounts.oracle import check_roles
from tests.pages.browser import Browser

DELETION = "/v1/accounts/acme/deletion"
DAYS_30 = timedelta(days=30, seconds=1)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def confirm(world: World, owner: Someone) -> Any:
    token = world.mailed(owner.email, "deletion")["token"]
    return owner.post(f"{DELETION}/confirm", {"token": token})


def confirmed(world: World, owner: Someone) -> Someone:
    assert owner.post(DELETION).status_code == 201
    assert confirm(world, owner).status_code == 200
    return owner


def thirty_days_later(world: World, *, chores: int = 1) -> None:
    for _ in range(chores):
        with time_machine.travel(now() + DAYS_30, tick=False), world.sessions.begin() as session:
            finish_due(session)


def test_asking_changes_nothing_before_the_link_is_followed(world: World, owner: Someone) -> None:
    asked = owner.post(DELETION)

    assert (asked.status_code, asked.json["state"], asked.json["due_at"]) == (201, "asked", None)
    thirty_days_later(world)
    assert owner.get("/v1/accounts/acme").status_code == 200


def test_the_link_begins_30_days(world: World, owner: Someone) -> None:
    owner.post(DELETION)

    done = confirm(world, owner)

    assert (done.status_code, done.json["state"]) == (200, "confirmed")
    assert done.json["due_at"] is not None
    assert owner.get(DELETION).json["state"] == "confirmed"
    assert owner.get("/v1/accounts/acme").status_code == 200
    assert world.mailed(owner.email, "deletion_confirmed")["prefix"] == "acme"


def test_asking_again_makes_the_link_before_dead(world: World, owner: Someone) -> None:
    owner.post(DELETION)
    first = world.mailed(owner.email, "deletion")["token"]
    owner.post(DELETION)

    refused = owner.post(f"{DELETION}/confirm", {"token": first})

    assert (refused.status_code, refused.json["code"]) == (422, "invalid")
    assert confirm(world, owner).status_code == 200


def test_a_link_is_good_for_two_days(world: World, owner: Someone) -> None:
    owner.post(DELETION)

    with time_machine.travel(now() + timedelta(days=2, seconds=1)):
        assert confirm(world, world.sign_in(owner.email)).status_code == 422


def test_the_owner_alone_deletes(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")

    answers = [admin.post(DELETION), admin.delete(DELETION)]

    assert [a.status_code for a in answers] == [403, 403]


def test_the_page_asks_for_the_owners_password(world: World, owner: Someone) -> None:
    owner.post(DELETION)
    token = world.mailed(owner.email, "deletion")["token"]
    browser = Browser(world.app, "accounts")
    assert "acme" in browser.open(f"/deletion?token={token}").text

    wrong = browser.send("/deletion", password="not this one")
    assert wrong.status_code == 422
    assert owner.get(DELETION).json["state"] == "asked"

    right = browser.send("/deletion", password=PASSWORD)
    assert right.status_code == 303
    assert owner.get(DELETION).json["state"] == "confirmed"


def test_it_can_be_taken_back_within_30_days(world: World, owner: Someone) -> None:
    confirmed(world, owner)

    taken_back = owner.delete(DELETION)

    assert taken_back.status_code == 204
    assert owner.get(DELETION).status_code == 404
    thirty_days_later(world)
    assert owner.get("/v1/accounts/acme").status_code == 200
    assert world.mailed(owner.email, "deletion_withdrawn")["prefix"] == "acme"


def test_after_30_days_nobody_reaches_the_account(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    confirmed(world, owner)

    thirty_days_later(world, chores=2)

    assert [who.get("/v1/accounts/acme").status_code for who in (owner, admin)] == [404, 404]
    assert owner.get("/v1/me").json["accounts"] == []
    form = {"grant_type": "client_credentials"}
    basic = (given["id"], given["token"])
    token = world.nobody.send("POST", "/v1/oauth/token", data=form, auth=basic)
    assert token.status_code == 401
    assert len(world.said("accounts.deletion.done.v1")) == 1
    assert world.mailed(owner.email, "deletion_done")["prefix"] == "acme"
    check_roles(world)


def test_the_prefix_stays_taken_and_the_documents_stay_sealed(world: World, owner: Someone) -> None:
    invoice = {
        "kind": "vat",
        "buyer": {"name": "Nabywca"},
        "positions": [{"name": "Usługa", "quantity": "1", "unit_net": "100.00", "vat_rate": "23"}],
    }
    assert owner.post("/v1/accounts/acme/documents", invoice).status_code == 201
    confirmed(world, owner)

    thirty_days_later(world)

    again = world.nobody.post("/v1/accounts", a_sign_up("acme", "new@example.com"))
    assert (again.status_code, again.json["code"]) == (409, "prefix_taken")
    assert owner.get("/v1/accounts/acme/documents").status_code == 404
    with world.reading() as session:
        assert len(session.scalars(select(Document)).all()) == 1
        assert session.scalars(select(Deletion)).one().sealed_until is not None


def test_the_bureau_is_left_when_the_account_goes(world: World) -> None:
    world.bureau("biuro500")
    confirmed(world, world.served("acme"))
    bureau = world.sign_in("biuro500@example.com")
    assert bureau.get("/v1/accounts/acme").status_code == 200

    thirty_days_later(world)

    assert len(world.said("accounts.account.bureau_unlinked.v1")) == 1
    assert bureau.get("/v1/accounts/acme").status_code == 404


def test_an_account_that_a_bureau_owns_is_not_deleted(world: World) -> None:
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))

    refused = bureau.post(DELETION)

    assert (refused.status_code, refused.json["code"]) == (409, "owner_is_bureau")


def test_an_account_that_is_offered_is_not_deleted(world: World, owner: Someone) -> None:
    owner.post(DELETION)
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": "eve@example.com"})

    answers = [owner.post(DELETION), confirm(world, owner)]

    assert [(a.status_code, a.json["code"]) for a in answers] == [(409, "transfer_pending")] * 2


def test_an_account_that_is_to_be_deleted_is_not_offered(world: World, owner: Someone) -> None:
    confirmed(world, owner)

    refused = owner.post("/v1/accounts/acme/ownership_transfers", {"email": "eve@example.com"})

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert refused.json["fix"] == "https://accounts.test/v1/accounts/acme/deletion"


def test_a_bureau_with_a_module_is_not_deleted(world: World) -> None:
    bureau = world.bureau("biuro500")

    refused = bureau.post("/v1/accounts/biuro500/deletion")

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_nothing_is_deleted_before_the_30_days_are_over(world: World, owner: Someone) -> None:
    confirmed(world, owner)

    with time_machine.travel(now() + timedelta(days=29)), world.sessions.begin() as session:
        finish_due(session)

    assert owner.get("/v1/accounts/acme").status_code == 200
