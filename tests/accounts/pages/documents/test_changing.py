"""Changing and correcting on a page: only what was written otherwise becomes otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.builders import Someone
from tests.accounts.documents.bodies import BUYER_PARTY, a_row
from tests.accounts.pages.documents.conftest import API, HOME
from tests.accounts.pages.documents.forms import form_of, send, sums, value
from tests.pages.browser import Browser

Issue = Callable[..., Any]

RICH = {
    "number": "FV 1",
    "sale_date": "2026-04-01",
    "due_date": "2026-05-01",
    "vat_date": None,
    "currency": "EUR",
    "exchange_rate": "4.2512",
    "payment_form": "card",
    "procedures": ["EE", "TP"],
    "split_payment": True,
    "self_billing": True,
    "description": "Uwaga",
    "category": "usługi",
    "advances": ["ZAL 1", "ZAL 2"],
}


def open_change(browser: Browser, id: str) -> None:
    assert browser.open(f"{HOME}/{id}/change").status_code == 200


def content(owner: Someone, id: str) -> dict[str, Any]:
    said: dict[str, Any] = owner.get(f"{API}/{id}").json
    return {name: each for name, each in said.items() if name not in ("version", "paid")}


@pytest.mark.parametrize(
    "rows",
    [
        [
            a_row(),
            a_row(quantity="3", unit_net="12.3456", unit="kg", gtu="GTU_05", discount="2"),
        ],
        [a_row(unit_net=None, unit_gross="123.00", procedure="WSTO_EE", vat_rate="8")],
        [a_row(unit_net=None, net="99.99", quantity="3")],
    ],
)
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(
    browser: Browser, owner: Someone, issue: Issue, rows: list[Any]
) -> None:
    id = issue(*rows, **RICH)["id"]
    before = content(owner, id)
    open_change(browser, id)

    sent = send(browser, f"{HOME}/{id}/change")

    assert sent.status_code == 303
    assert content(owner, id) == before
    assert owner.get(f"{API}/{id}").json["version"] == 1


def test_a_document_is_changed_where_the_form_was(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(a_row(unit_net="10.00"), a_row(unit_net="20.00"), **RICH)["id"]
    before = content(owner, id)
    open_change(browser, id)

    send(
        browser,
        f"{HOME}/{id}/change",
        description="",
        procedures=["EE"],
        **{"positions/1/price": "25,00", "party/name": "Odbiorca Nowy SA"},
    )

    after = content(owner, id)
    other = {name for name in after if after[name] != before[name]}
    assert other == {
        *("description", "procedures", "positions", "buyer"),
        *("net", "vat", "gross", "vat_summary"),
    }
    assert after["buyer"] == before["buyer"] | {"name": "Odbiorca Nowy SA"}
    assert (after["description"], after["procedures"], after["net"]) == (None, ["EE"], "35.00")


def test_a_warehouse_document_keeps_what_its_form_does_not_show(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(
        kind="wz", number="WZ 1", currency="EUR", exchange_rate="4.1", due_date="2026-05-01"
    )["id"]
    before = content(owner, id)
    open_change(browser, id)

    send(browser, f"{HOME}/{id}/change", category="hala 2")

    assert content(owner, id) == before | {"category": "hala 2"}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(number="FV 1")["id"]
    open_change(browser, id)
    owner.patch(f"{API}/{id}", {"category": "theirs"})

    refused = send(browser, f"{HOME}/{id}/change", description="mine")
    kept = content(owner, id)
    browser.page = refused
    again = send(browser, f"{HOME}/{id}/change")

    assert refused.status_code == 412
    assert "Ktoś zmienił ten dokument" in refused.text
    assert ">mine</textarea>" in refused.text
    assert kept["description"] is None
    assert again.status_code == 303
    assert content(owner, id)["description"] == "mine"


def test_a_locked_document_has_no_form(browser: Browser, owner: Someone, issue: Issue) -> None:
    id = issue()["id"]
    owner.post(f"{API}/{id}/book")

    answer = browser.open(f"{HOME}/{id}/change")
    sent = browser.post(f"{HOME}/{id}/change", number="FV 9")

    assert (answer.status_code, answer.location) == (303, f"{HOME}/{id}")
    assert "Dokument jest w księgach" in browser.open(f"{HOME}/{id}").text
    assert sent.status_code == 409


def test_compute_shows_what_a_change_comes_to(browser: Browser, issue: Issue) -> None:
    id = issue(a_row(unit_net="10.00"))["id"]
    open_change(browser, id)
    assert "10,00 zł VAT 2,30 zł" in sums(browser)

    browser.post(f"{HOME}/{id}/change/draft", **form_of(browser) | {"positions/0/price": "20"})

    assert "20,00 zł VAT 4,60 zł" in sums(browser)


def test_a_correction_begins_with_what_stands_and_names_what_was_wrong(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(a_row(name="Jeden"), a_row(name="Dwa", unit_net="50.00"), number="FV 1")["id"]
    page = f"{HOME}/{id}/correct"
    browser.open(page)
    assert value(browser, "positions/1/price") == "50,00"

    browser.post(f"{page}/draft", **form_of(browser) | {"positions/1/price": "40,00"})
    drawn = sums(browser)
    sent = browser.post(page, **form_of(browser) | {"reason": "Błędna cena"})

    assert "Do zwrotu -12,30 zł" in drawn
    assert sent.status_code == 303
    correction = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json
    assert [(row["name"], row["before"]) for row in correction["positions"]] == [
        ("Dwa", True),
        ("Dwa", False),
    ]
    assert (correction["gross"], correction["correction_reason"]) == ("-12.30", "Błędna cena")
    assert correction["buyer"]["name"] == BUYER_PARTY["name"]


def test_a_position_is_taken_off_and_another_added_by_a_correction(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(a_row(name="Jeden"))["id"]
    page = f"{HOME}/{id}/correct"
    browser.open(page)
    browser.post(f"{page}/draft", **form_of(browser) | {"positions/0/quantity": "0"}, add="1")
    more = {"positions/1/name": "Nowa", "positions/1/price": "30", "reason": "Zamiana"}

    sent = browser.post(page, **form_of(browser) | more)

    correction = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json
    assert correction["net"] == "-70.00"
    assert [row["name"] for row in correction["positions"]] == ["Jeden", "Jeden", "Nowa"]


def test_what_is_emptied_by_a_correction_is_taken_away(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(a_row(unit_net="100.00", gtu="GTU_05", discount="10.00"))["id"]
    page = f"{HOME}/{id}/correct"
    browser.open(page)
    emptied = {"positions/0/gtu": "", "positions/0/discount": "", "reason": "Zły towar"}

    drawn = send(browser, f"{page}/draft", **emptied)
    sent = send(browser, page, **emptied)

    assert "12,30" in drawn.text
    after = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json["positions"][1]
    assert (after["gtu"], after["discount"], after["net"]) == (None, None, "100.00")


def test_what_no_form_has_among_its_rows_is_passed_over(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue(a_row())["id"]
    page = f"{HOME}/{id}/correct"
    browser.open(page)
    forged = {"positions/0/quantity": "2", "positions/7/name/more": "x", "reason": "Błąd"}

    sent = send(browser, page, **forged)

    correction = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json
    assert [row["quantity"] for row in correction["positions"]] == ["1", "2"]


def test_a_correction_without_a_reason_is_refused_with_what_was_typed(
    browser: Browser, issue: Issue
) -> None:
    id = issue()["id"]
    browser.open(f"{HOME}/{id}/correct")

    refused = browser.post(
        f"{HOME}/{id}/correct", **form_of(browser) | {"positions/0/price": "77,00"}
    )

    assert refused.status_code == 422
    assert 'id="e-reason"' in refused.text
    browser.page = refused
    assert value(browser, "positions/0/price") == "77,00"


def test_a_correction_that_begins_where_another_has_ended_meanwhile_is_looked_at_again(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue()["id"]
    browser.open(f"{HOME}/{id}/correct")
    body = {"reason": "first", "positions": [{"no": 1, "unit_net": "90.00"}]}
    owner.post(f"{API}/{id}/correct", body)

    refused = browser.post(f"{HOME}/{id}/correct", **form_of(browser) | {"reason": "second"})

    assert refused.status_code == 412


def test_a_buyer_is_put_right_by_a_correction(
    browser: Browser, owner: Someone, issue: Issue
) -> None:
    id = issue()["id"]
    page = f"{HOME}/{id}/correct"
    browser.open(page)

    sent = browser.post(
        page, **form_of(browser) | {"reason": "Zły adres", "party/address": "Krótka 1"}
    )

    correction = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json
    assert correction["buyer"]["address"] == "Krótka 1"
    assert correction["gross"] == "0.00"


def test_what_is_not_corrected_says_so(browser: Browser, issue: Issue) -> None:
    id = issue(kind="proforma")["id"]

    assert browser.open(f"{HOME}/{id}/correct").status_code == 409
