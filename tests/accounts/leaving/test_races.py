"""The end of a leaving, the bureau's hand-over and an objection at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from services.accounts.accounts.models import Account
from services.accounts.audit.actions import verify
from services.accounts.config import Settings
from services.accounts.leaving.chores import go_on_due
from services.accounts.leaving.models import Leaving
from services.accounts.users.models import Membership
from shared.clock import now
from shared.contracts.bureau import CompanyRequested
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company
from tests.accounts.conftest import settings_for
from tests.accounts.oracle import check_roles

TAKER, OTHER = "firma@acme.example", "other@example.com"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def client(world: World) -> Someone:
    """The client's administrator, whose ten days are over."""
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))
    client = world.with_role(bureau, "acme", "admin", TAKER)
    world.verify(client)
    assert client.post("/v1/accounts/acme/leave").status_code == 201
    with world.sessions.begin() as session:
        past = now() - timedelta(seconds=1)
        session.execute(update(Leaving).values(deadline=past, next_at=past))
    return client


def chore(world: World) -> None:
    with world.sessions.begin() as session:
        go_on_due(session)


def at_once(*events: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(events)) as pool:
        return [done.result() for done in [pool.submit(event) for event in events]]


def owners(world: World) -> tuple[str, list[str]]:
    with world.reading() as session:
        account = session.scalars(select(Account).where(Account.prefix == "acme")).one()
        query = select(Membership.user_id).where(
            Membership.account_id == account.id, Membership.role == "owner"
        )
        return account.owner_id, list(session.scalars(query))


def test_two_workers_end_it_once(world: World, client: Someone) -> None:
    at_once(*[lambda: chore(world)] * 3)

    assert owners(world) == (client.id, [client.id])
    assert len(world.said("accounts.account.owner_changed.v1")) == 1
    assert len(world.said("accounts.leaving.completed.v1")) == 1
    check_roles(world)


def test_the_clock_and_an_acceptance_make_one_owner(world: World, client: Someone) -> None:
    bureau = world.sign_in("biuro500@example.com")
    other = world.account("others", OTHER)
    world.verify(other)
    offer = bureau.post("/v1/accounts/acme/ownership_transfers", {"email": OTHER}).json
    path = f"/v1/ownership_transfers/{offer['id']}/accept"

    _, answer = at_once(lambda: chore(world), lambda: other.post(path))

    winner = other if answer.status_code == 200 else client
    assert answer.status_code in (200, 409)
    assert owners(world) == (winner.id, [winner.id])
    assert len(world.said("accounts.account.owner_changed.v1")) == 1
    ended = {"handed_over", "completed"}
    assert [e for e in ended if world.said(f"accounts.leaving.{e}.v1")] in (
        ["handed_over"],
        ["completed"],
    )
    check_roles(world)
    with world.reading() as session:
        assert list(verify(session)) == []


def test_two_objections_freeze_once_and_no_offer_passes_them(world: World, client: Someone) -> None:
    chore(world)
    client = world.sign_in(TAKER)
    token = world.mailed(TAKER, "owner_now")["token"]

    answers = at_once(
        *[lambda: world.nobody.post("/v1/objections", {"token": token})] * 2,
        lambda: client.post("/v1/accounts/acme/users", {"email": OTHER, "role": "admin"}),
    )

    assert [a.status_code for a in answers[:2]] == [200, 200]
    assert answers[2].status_code in (201, 409)
    assert len(world.said("accounts.account.frozen.v1")) == 1
