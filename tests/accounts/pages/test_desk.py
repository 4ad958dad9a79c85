"""The operator's desk: frozen accounts and leavings, and what an operator decides."""

from datetime import timedelta

import pytest
import time_machine

from services.accounts.app import PAGES, prepare
from services.accounts.config import Settings
from services.accounts.operators.actions import make_operator
from shared.clock import now
from shared.contracts.bureau import CompanyRequested
from shared.ids import new_id
from tests.accounts.builders import PASSWORD, Someone, World, a_company
from tests.accounts.pages.conftest import browser_of
from tests.accounts.walk import look
from tests.pages.browser import Browser

FROZEN = "/desk/frozen"
TAKER = "taker@example.com"
TWO_MONTHS = timedelta(days=60)


@pytest.fixture
def operator(world: World, settings: Settings) -> Someone:
    line = prepare(settings)[0].split()
    return world.sign_in(line[1], line[-1])


@pytest.fixture
def browser(world: World, operator: Someone) -> Browser:
    return browser_of(world, operator)


@pytest.fixture
def one(world: World) -> str:
    """The page of a frozen account."""
    owner = world.account("acme")
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": TAKER})
    token = world.mailed(TAKER, "ownership")["token"]
    world.nobody.post(f"/v1/invitations/{token}/accept", {"name": "Taker", "password": PASSWORD})
    token = world.mailed(owner.email, "owner_before")["token"]
    world.nobody.post("/v1/objections", {"token": token})
    return f"{FROZEN}/{world.id_of('acme')}"


@pytest.fixture
def leaving(world: World) -> str:
    """The page of a client that leaves by itself."""
    bureau = world.bureau("biuro500")
    asked = {"request_id": new_id(), "bureau_id": world.id_of("biuro500"), "prefix": "acme"}
    world.hear(CompanyRequested(**asked, company=a_company()))
    admin = world.with_role(bureau, "acme", "admin")
    world.verify(admin)
    return f"/desk/leavings/{admin.post('/v1/accounts/acme/leave').json['id']}"


def test_the_desk_is_for_operators_alone(world: World, one: str) -> None:
    rules = ("/desk/frozen", "/desk/leavings")
    desk = [e for pages in PAGES for e in pages.endpoints if e.rule.startswith(rules)]
    owner = browser_of(world, world.sign_in("acme@example.com"))
    ids = {"account_id": world.id_of("acme"), "leaving_id": "none"}

    codes = {e.view.__name__: look(owner, e, ids).status_code for e in desk if e.method == "GET"}
    kept = owner.post(one, decision="keep", reason="It is mine.")

    assert codes == dict.fromkeys(codes, 404)
    assert len(codes) == 3
    assert kept.status_code == 404


def test_an_empty_desk_says_what_would_come_here(browser: Browser) -> None:
    page = browser.open(FROZEN).text

    assert "Żadne konto nie jest zamrożone" in page
    assert "Nikt nie przejmuje konta" in page
    assert "Niczego nie zatrzymano" in browser.open(f"{FROZEN}?leavings=stopped").text


@pytest.mark.parametrize(
    ("decision", "owner"), [("keep", TAKER), ("give_back", "acme@example.com")]
)
def test_an_operator_decides_who_owns_a_frozen_account(
    world: World, browser: Browser, one: str, decision: str, owner: str
) -> None:
    listed = browser.open(FROZEN).text
    shown = browser.open(one).text
    answer = browser.send(one, decision=decision, reason="Dokumenty z rejestru.")

    assert f'href="{one}"' in listed
    assert "Poprzedni właściciel" in shown
    assert answer.location == FROZEN
    someone = world.sign_in(owner)
    assert someone.get("/v1/accounts/acme").json["owner"]["id"] == someone.id
    assert "Żadne konto nie jest zamrożone" in browser.open(FROZEN).text
    assert browser.open(one).status_code == 404


def test_a_decision_needs_a_choice_and_a_reason(browser: Browser, one: str) -> None:
    browser.open(one)
    answer = browser.post(one, reason="x")

    assert answer.status_code == 422
    assert 'id="e-decision"' in answer.text
    assert 'id="e-reason"' in answer.text
    assert f'href="{one}"' in browser.open(FROZEN).text


def test_an_operator_stops_a_leaving_for_a_reason(
    world: World, browser: Browser, leaving: str
) -> None:
    listed = browser.open(FROZEN).text
    browser.open(leaving)
    without = browser.post(leaving, reason="Bo tak.")
    answer = browser.post(leaving, reason_code="court_order", reason="Postanowienie sądu.")

    assert f'href="{leaving}"' in listed
    assert without.status_code == 422
    assert answer.location == FROZEN
    assert f'href="{leaving}"' in browser.open(f"{FROZEN}?leavings=stopped").text
    page = browser.open(leaving).text
    assert "Nakaz sądu lub urzędu" in page
    assert "Postanowienie sądu." in page
    assert '<form method="post" action="/desk' not in page
    assert (
        world.mailed("biuro500@example.com", "leaving_stopped")["reason"] == "Postanowienie sądu."
    )


def test_a_leaving_that_is_overdue_is_marked(world: World, operator: Someone, leaving: str) -> None:
    with world.sessions.begin() as session:
        make_operator(session, operator.email, PASSWORD)

    with time_machine.travel(now() + TWO_MONTHS):
        later = browser_of(world, world.sign_in(operator.email))
        listed, page = later.open(FROZEN).text, later.open(leaving).text

    assert "Po terminie" in listed
    assert 'class="notice n-warn"' in page
