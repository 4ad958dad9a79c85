"""Webhooks on pages: added, switched, removed; what they were told, and telling it again."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.accounts.webhooks.models import Delivery
from shared.clock import now
from shared.ids import new_id
from tests.accounts.builders import Someone, World
from tests.pages.browser import Browser

WEBHOOKS = "/account/acme/settings/webhooks"
URL = "https://shop.example/hook"


@pytest.fixture
def webhook(owner: Someone) -> str:
    body = {"kind": "invoice:create", "url": URL}
    return str(owner.post("/v1/accounts/acme/webhooks", body).json["id"])


def told(world: World, webhook: str, **facts: object) -> str:
    """Something that the webhook was told long ago."""
    row = {"attempts": 7, "next_at": None, "error": "refused", "subject": "invoice/12"} | facts
    with world.sessions.begin() as session:
        delivery = Delivery(
            id=new_id(),
            webhook_id=webhook,
            kind="invoice:create",
            body="{}",
            created_at=now() - timedelta(days=1),
            **row,
        )
        session.add(delivery)
        return delivery.id


def test_a_webhook_is_added_and_its_secret_shown_once(owner: Someone, browser: Browser) -> None:
    assert "Nie powiadamiamy jeszcze żadnego adresu" in browser.open(WEBHOOKS).text

    made = browser.send(WEBHOOKS, url=URL, kind="client:update")

    listed = browser.open(WEBHOOKS).text
    secret = re.search(r'<code class="mono">([0-9a-f]{64})<', made.text)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    assert secret
    assert secret[1] not in listed
    assert "zmieniono kontrahenta" in listed
    assert owner.get("/v1/accounts/acme/webhooks").json["items"][0]["active"] is True


@pytest.mark.parametrize("fields", [{"url": "ftp://shop.example"}, {"url": URL, "kind": "x:y"}])
def test_what_is_wrong_is_said_at_its_field(browser: Browser, fields: dict[str, str]) -> None:
    browser.open(WEBHOOKS)

    refused = browser.send(WEBHOOKS, **{"kind": "invoice:create"} | fields)

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text


def test_its_log_tells_what_it_answered_and_is_sent_again(
    world: World, browser: Browser, webhook: str
) -> None:
    given_up = told(world, webhook)
    told(world, webhook, error=None, answer=204, delivered_at=now())
    page = browser.open(f"{WEBHOOKS}/{webhook}").text

    again = browser.send(f"{WEBHOOKS}/{webhook}/deliveries/{given_up}/resend")

    assert "Przyjęte" in page
    assert "Zaniechano" in page
    assert "refused" in page
    assert again.status_code == 303
    with world.reading() as session:
        delivery = session.scalars(select(Delivery).where(Delivery.id == given_up)).one()
        assert (delivery.status, delivery.attempts) == ("waiting", 0)
    assert "Oczekuje" in browser.open(f"{WEBHOOKS}/{webhook}").text


def test_it_is_switched_off_and_on(owner: Someone, browser: Browser, webhook: str) -> None:
    states = []
    for _ in range(2):
        browser.open(f"{WEBHOOKS}/{webhook}")
        assert browser.send(f"{WEBHOOKS}/{webhook}/switch").status_code == 303
        states.append(owner.get(f"/v1/accounts/acme/webhooks/{webhook}").json["active"])

    assert states == [False, True]


def test_one_that_is_off_is_told_nothing_again(
    world: World, owner: Someone, browser: Browser, webhook: str
) -> None:
    delivery = told(world, webhook)
    owner.patch(f"/v1/accounts/acme/webhooks/{webhook}", {"active": False})

    page = browser.open(f"{WEBHOOKS}/{webhook}").text
    refused = browser.post(f"{WEBHOOKS}/{webhook}/deliveries/{delivery}/resend")

    assert "/resend" not in page
    assert refused.status_code == 409
    assert "Najpierw go włącz." in refused.text
    assert URL in refused.text


def test_it_is_removed(owner: Someone, browser: Browser, webhook: str) -> None:
    browser.open(f"{WEBHOOKS}/{webhook}")

    removed = browser.send(f"{WEBHOOKS}/{webhook}/remove")

    assert (removed.status_code, removed.location) == (303, WEBHOOKS)
    assert owner.get("/v1/accounts/acme/webhooks").json["items"] == []
    assert browser.open(f"{WEBHOOKS}/{webhook}").status_code == 404


def test_a_webhook_of_another_account_is_not_there(world: World, browser: Browser) -> None:
    stranger = world.account("strangers")
    body = {"kind": "invoice:create", "url": URL}
    other = stranger.post("/v1/accounts/strangers/webhooks", body).json["id"]

    assert browser.open(f"{WEBHOOKS}/{other}").status_code == 404
    assert browser.post(f"{WEBHOOKS}/{other}/remove").status_code == 404
