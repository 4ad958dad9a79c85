"""A hand-over on pages: what it brings, to whom, a last look; then what is awaited."""

import pytest

from shared.contracts.accounts import TransferAccepted, TransferDeclined, TransferOffered
from tests.bureau.listener import COMPANY
from tests.bureau.pages.conftest import browser_of

CLIENT = "/panel/biuro500/clients/nowa"
HANDOVER = f"{CLIENT}/handover"
API = "/v1/bureaus/biuro500/clients/nowa"
EMAIL = "jan@nowa.example"


@pytest.fixture
def owner(stage):
    """The owner of a bureau that owns the account `nowa`."""
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    return owner


def tell(stage, kind):
    (said,) = stage.said("bureau.handover.offered.v1")
    stage.hear(
        kind(
            transfer_id=said["transfer_id"],
            account_id=stage.accounts["nowa"],
            email=EMAIL,
            expires_at="2026-12-24T10:00:00.000000Z",
        )
    )


def walk(browser):
    """From the first page to the offer."""
    first = browser.open(HANDOVER)
    assert f'href="{HANDOVER}/to"' in first.text
    browser.open(f"{HANDOVER}/to")
    look = browser.send(f"{HANDOVER}/check", email=EMAIL)
    assert look.status_code == 200
    assert f"<dd>{EMAIL}</dd>" in look.text
    return browser.send(HANDOVER)


def test_three_steps_lead_to_an_offer_and_none_before_the_last_makes_it(stage, owner, browser):
    browser.open(f"{HANDOVER}/to")
    browser.send(f"{HANDOVER}/check", email=EMAIL)
    assert stage.said("bureau.handover.offered.v1") == []

    done = walk(browser)

    assert (done.status_code, done.location) == (303, HANDOVER)
    (said,) = stage.said("bureau.handover.offered.v1")
    assert said["email"] == EMAIL


def test_a_bad_address_is_told_at_its_field(stage, browser):
    browser.open(f"{HANDOVER}/to")

    answer = browser.send(f"{HANDOVER}/check", email="nobody")

    assert answer.status_code == 422
    assert 'id="e-email"' in answer.text
    assert 'value="nobody"' in answer.text


def test_whom_the_bureau_named_when_it_added_the_company_stands_there_already(stage, browser):
    owner = stage.owners["biuro500"]
    body = {
        "prefix": "druga",
        "company": COMPANY,
        "client_email": "ewa@druga.example",
    }
    request_id = stage.post("/v1/bureaus/biuro500/clients", owner, body).json["id"]
    stage.open_requested("druga", request_id)

    page = browser.open("/panel/biuro500/clients/druga/handover/to")

    assert 'value="ewa@druga.example"' in page.text


def test_an_open_offer_says_what_is_awaited_until_when(stage, browser):
    walk(browser)
    tell(stage, TransferOffered)

    page = browser.open(HANDOVER)

    assert "Teraz kolej na klienta" in page.text
    assert "24 gru 2026" in page.text
    assert EMAIL in page.text
    assert "Konto czeka na osobę" in browser.open(CLIENT).text


def test_who_comes_to_the_middle_of_the_way_sees_how_it_stands(browser):
    walk(browser)

    assert "Teraz kolej na klienta" in browser.open(f"{HANDOVER}/to").text
    assert "Teraz kolej na klienta" in browser.post(f"{HANDOVER}/check", email=EMAIL).text


def test_an_offer_is_mailed_again_and_taken_back(stage, browser):
    walk(browser)
    browser.open(HANDOVER)

    again = browser.send(f"{HANDOVER}/resend")
    browser.open(HANDOVER)
    back = browser.send(f"{HANDOVER}/cancel")

    assert (again.location, back.location) == (HANDOVER, HANDOVER)
    assert len(stage.said("bureau.handover.resent.v1")) == 1
    assert len(stage.said("bureau.handover.withdrawn.v1")) == 1
    page = browser.open(HANDOVER)
    assert f"Ostatnia propozycja, dla {EMAIL}, została wycofana." in page.text
    assert f'href="{HANDOVER}/to"' in page.text


def test_a_declined_offer_may_be_made_anew(stage, browser):
    walk(browser)
    tell(stage, TransferDeclined)

    page = browser.open(HANDOVER)

    assert f"Ostatnia propozycja, dla {EMAIL}, została odrzucona." in page.text
    assert f'href="{HANDOVER}/to"' in page.text


def test_once_the_client_accepted_nothing_is_left_to_hand_over(stage, browser):
    walk(browser)
    tell(stage, TransferAccepted)
    stage.change_owner("nowa")

    page = browser.open(HANDOVER)

    assert "Konto należy do klienta" in page.text
    assert f'href="{CLIENT}/detach"' in page.text


def test_a_second_offer_leads_to_the_one_that_is_open(stage, owner, browser):
    browser.open(f"{HANDOVER}/to")
    browser.send(f"{HANDOVER}/check", email=EMAIL)
    stage.post(f"{API}/handover", owner, {"email": "ewa@nowa.example"})

    answer = browser.send(HANDOVER)

    assert answer.status_code == 409
    assert "ewa@nowa.example" in answer.text
    assert len(stage.said("bureau.handover.offered.v1")) == 1


def test_a_member_sees_why_they_can_not_hand_over(stage, owner):
    member = stage.worker("biuro500", "member")
    stage.call("PUT", f"{API}/assignments", owner, {"user_ids": [member.id]})
    theirs = browser_of(stage, member)

    page = theirs.open(HANDOVER)

    assert "Teraz się nie da" in page.text
    assert f'href="{HANDOVER}/to"' not in page.text
