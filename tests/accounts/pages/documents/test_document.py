"""The page of a document: what it shows, what it offers, what it does."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.accounts.builders import Someone, World
from tests.accounts.documents.bodies import BUYER_PARTY, a_row
from tests.accounts.pages.conftest import browser_of
from tests.accounts.pages.documents.conftest import API, HOME
from tests.pages.browser import Browser

Issue = Callable[..., Any]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def text_of(answer: Any) -> str:
    assert answer.status_code in (200, 409, 415, 422), answer.text
    return str(answer.text).replace("\xa0", " ")


def test_the_page_shows_what_stands_on_the_document(browser: Browser, issue: Issue) -> None:
    made = issue(
        a_row(name="Druk", quantity="3", unit="szt.", unit_net="1000.50", gtu="GTU_01"),
        number="FV 7/2026",
        due_date="2026-04-21",
        payment_form="transfer",
        bank_account="61109010140000071219812874",
        split_payment=True,
        description="Dziękujemy",
    )

    text = text_of(browser.open(f"{HOME}/{made['id']}"))

    for said in (
        "Faktura FV 7/2026",
        "Odbiorca SA",
        "NIP: 7740001454",
        "Druk",
        "GTU_01",
        "1 000,50",
        "3 001,50",
        "690,35",
        "3 691,85 PLN",
        "61 1090 1014 0000 0712 1981 2874",
        "mechanizm podzielonej płatności",
        "Dziękujemy",
        "Po terminie",
    ):
        assert said in text, said


def test_a_correction_shows_its_rows_before_and_after_and_leads_to_the_original(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    made = issue(number="FV 1")
    body = {"reason": "Błędna cena", "positions": [{"no": 1, "unit_net": "80.00"}]}
    correction = owner.post(f"{API}/{made['id']}/correct", body).json

    shown = text_of(browser.open(f"{HOME}/{correction['id']}"))
    original = text_of(browser.open(f"{HOME}/{made['id']}"))

    for said in ("Przed korektą", "Po korekcie", "Różnica", "Błędna cena", "-24,60"):
        assert said in shown, said
    assert f'href="{HOME}/{made["id"]}">FV 1</a>' in shown
    assert f'href="{HOME}/{correction["id"]}"' in original


def test_who_may_only_look_is_offered_nothing_that_changes(
    accountant: Browser, issue: Issue
) -> None:
    id = issue()["id"]

    text = text_of(accountant.open(f"{HOME}/{id}"))

    for act in ("change", "correct", "send", "cancel", "payments", "attachments"):
        assert f"{HOME}/{id}/{act}" not in text, act
    assert f'action="{HOME}/{id}/book"' in text


def test_a_document_in_the_books_says_why_it_is_locked_and_that_it_is_corrected(
    browser: Browser, issue: Issue
) -> None:
    id = issue()["id"]
    browser.open(f"{HOME}/{id}")

    booked = browser.send(f"{HOME}/{id}/book")
    text = text_of(browser.open(f"{HOME}/{id}"))

    assert booked.status_code == 303
    assert "Dokument jest w księgach" in text
    assert f'href="{HOME}/{id}/correct"' in text
    assert f'href="{HOME}/{id}/change"' not in text
    assert f"{HOME}/{id}/cancel" not in text
    assert browser.send(f"{HOME}/{id}/unbook").status_code == 303
    assert f'href="{HOME}/{id}/change"' in browser.open(f"{HOME}/{id}").text


def test_a_cancelled_document_keeps_its_page(browser: Browser, issue: Issue) -> None:
    id = issue(number="FV 1")["id"]
    browser.open(f"{HOME}/{id}")

    browser.send(f"{HOME}/{id}/cancel")
    text = text_of(browser.open(f"{HOME}/{id}"))
    again = browser.post(f"{HOME}/{id}/cancel")

    assert "Dokument został anulowany." in text
    assert "FV 1" in text
    assert "Zmień</a>" not in text
    assert again.status_code == 409


def test_a_document_is_paid_in_one_step_or_in_parts(browser: Browser, issue: Issue) -> None:
    id = issue()["id"]
    page = f"{HOME}/{id}"
    browser.open(page)

    browser.post(f"{page}/payments", amount="23,00", paid_on="2026-04-10", form="cash")
    partly = text_of(browser.open(page))
    browser.post(f"{page}/payments")
    whole = text_of(browser.open(page))

    assert "Częściowo opłacony" in partly
    assert "Pozostało do zapłaty: 100,00 zł" in partly
    assert "10 kwi 2026, gotówka" in partly
    assert "Opłacony" in whole
    assert "Pozostało" not in whole


def test_a_payment_that_breaks_a_rule_is_shown_again_with_what_was_typed(
    browser: Browser, issue: Issue
) -> None:
    id = issue()["id"]

    refused = browser.post(f"{HOME}/{id}/payments", amount="dwieście", description="zaliczka")

    text = text_of(refused)
    assert refused.status_code == 422
    assert 'value="dwieście"' in text
    assert 'value="zaliczka"' in text
    assert '<details class="fold" open><summary>Inna kwota' in text


def test_a_payment_is_taken_back(browser: Browser, owner: Someone, issue: Issue) -> None:
    id = issue()["id"]
    payment = owner.post(f"{API}/{id}/payments", {}).json["id"]
    browser.open(f"{HOME}/{id}")

    browser.send(f"{HOME}/{id}/payments/{payment}/remove")

    assert "Pozostało do zapłaty: 123,00 zł" in text_of(browser.open(f"{HOME}/{id}"))
    assert browser.post(f"{HOME}/{id}/payments/none/remove").status_code == 404


def test_a_file_is_attached_shown_given_and_removed(browser: Browser, issue: Issue) -> None:
    id = issue()["id"]
    page = f"{HOME}/{id}"
    sent = {"form_token": browser.form_token, "file": (BytesIO(PDF), "umowa.pdf")}

    attached = browser.client.post(f"{page}/attachments", data=sent)
    text = browser.open(page).text
    link = text.split("umowa.pdf")[0].rsplit('href="', 1)[1].split('"')[0]
    given = browser.client.get(link)
    browser.open(page)
    browser.send(f"{link}/remove")

    assert attached.status_code == 303
    assert given.data == PDF
    assert "attachment" in given.headers["Content-Disposition"]
    assert "umowa.pdf" not in browser.open(page).text


def test_a_file_of_another_kind_is_refused_with_the_reason(browser: Browser, issue: Issue) -> None:
    id = issue()["id"]
    sent = {"form_token": browser.form_token, "file": (BytesIO(b"<html>"), "x.pdf")}

    refused = browser.client.post(f"{HOME}/{id}/attachments", data=sent)

    assert refused.status_code == 415
    assert "ten nie jest żadnym z nich" in text_of(refused)
    assert f'action="{HOME}/{id}/attachments"' in text_of(refused)


def test_a_document_is_mailed_to_those_who_are_named(
    world: World, browser: Browser, issue: Issue
) -> None:
    id = issue()["id"]

    sent = browser.post(f"{HOME}/{id}/send", emails="jeden@example.com; dwa@example.com")
    wrong = browser.post(f"{HOME}/{id}/send", emails="jeden, dwa@example.com")

    assert sent.status_code == 303
    for email in ("jeden@example.com", "dwa@example.com"):
        assert world.mailed(email, "document")
    assert wrong.status_code == 422
    assert "jeden, dwa@example.com" in text_of(wrong)
    assert "To nie jest adres e-mail." in text_of(wrong)


def test_the_document_is_downloaded_in_polish_and_in_english(
    browser: Browser, issue: Issue
) -> None:
    id = issue(number="FV 1/2026")["id"]

    polish = browser.client.get(f"{HOME}/{id}/pdf?lang=pl")
    english = browser.client.get(f"{HOME}/{id}/pdf?lang=en")
    xml = browser.client.get(f"{HOME}/{id}/xml")

    assert polish.data.startswith(b"%PDF")
    assert polish.data != english.data
    assert "FV 1-2026.pdf" in polish.headers["Content-Disposition"]
    assert xml.status_code == 404


def test_what_happened_is_told_with_who_did_it(world: World, owner: Someone, issue: Issue) -> None:
    bureau = world.bureau("biuro500")
    owner.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro500"})
    owner.post("/v1/accounts/acme/users", {"bureau_prefix": "biuro500", "role": "accountant"})
    id = issue()["id"]
    owner.patch(f"{API}/{id}", {"description": "x"})
    browser_of(world, bureau).post(f"{HOME}/{id}/book")

    text = text_of(browser_of(world, owner).open(f"{HOME}/{id}"))

    past = text.split('<ol class="timeline">')[1]
    assert past.index("Oznaczony jako zaksięgowany") < past.index("Zmieniony")
    assert "Owner of acme" in past
    assert "Owner of biuro500" not in past
    assert past.index("Zmieniony") < past.index("Dokument wystawiono")


@pytest.mark.parametrize("what", ["", "/pdf", "/xml", "/attachments/none"])
def test_a_document_that_is_none_is_told_so(browser: Browser, what: str) -> None:
    answer = browser.open(f"{HOME}/none{what}")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_document_of_another_account_is_none(world: World, browser: Browser) -> None:
    stranger = world.account("strangers")
    theirs = stranger.post(
        "/v1/accounts/strangers/documents",
        {"kind": "vat", "buyer": BUYER_PARTY, "positions": [a_row()]},
    ).json["id"]

    assert browser.open(f"{HOME}/{theirs}").status_code == 404
    assert browser.post(f"{HOME}/{theirs}/cancel").status_code == 404
    assert browser.post(f"{HOME}/{theirs}/payments").status_code == 404
