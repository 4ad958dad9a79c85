"""Lists of invoices, filtered and paged as programs ask for them."""

from datetime import timedelta

import pytest

from services.accounts.documents.issuing.actions import today
from tests.accounts.compatible.conftest import PRODUCT_A as A


def numbers(response):
    assert response.status_code == 200, response.text
    return [each["number"] for each in response.json]


def test_lists_filter_by_what_fakturownia_filters_by(program):
    program.invoice(A, number="A", issue_date="2026-01-31", sell_date="2026-01-01")
    program.invoice(A, number="B", issue_date="2026-02-01", kind="proforma")
    c = program.invoice(A, number="C", issue_date="2026-02-28", kind="bill")

    def found(**query):
        return numbers(program.get("/invoices.json", **query))

    assert found() == ["C", "B", "A"]
    assert found(period="more", date_from="2026-01-31", date_to="2026-02-01") == ["B", "A"]
    assert found(
        period="more",
        date_from="2026-01-01",
        date_to="2026-01-01",
        search_date_type="transaction_date",
    ) == ["A"]
    assert found(kind="proforma") == ["B"]
    assert found(**{"kinds[]": ["proforma", "bill"]}) == ["C", "B"]
    assert found(number="A") == ["A"]
    assert found(invoice_ids=f"{c['id']},4711") == ["C"]
    assert found(client_id="4711") == []
    assert found(order="number.asc") == ["A", "B", "C"]
    assert found(order="issue_date") == ["C", "B", "A"]
    assert found(income="no") == []
    assert found(income="all") == ["C", "B", "A"]


def test_periods_are_those_of_today(program):
    day = today()
    long_ago = day.replace(year=day.year - 1, month=1, day=1)
    last_month = day.replace(day=1) - timedelta(days=1)
    for number, issued in (("now", day), ("month", last_month), ("year", long_ago)):
        program.invoice(A, number=number, issue_date=issued.isoformat())

    def found(period):
        return set(numbers(program.get("/invoices.json", period=period)))

    assert "now" in found("this_month")
    assert found("last_month") >= {"month"}
    assert "now" in found("last_30_days")
    assert "now" in found("last_12_months")
    assert "now" in found("this_year")
    assert "year" in found("last_year")
    assert found("all") == {"now", "month", "year"}


def test_a_month_as_date_of_sale_is_its_last_day(program):
    assert program.invoice(A, sell_date="2028-02")["sell_date"] == "2028-02-29"
    assert program.invoice(A, sell_date="2027-12")["sell_date"] == "2027-12-31"


def test_positions_come_with_a_list_only_when_asked_for(program):
    program.invoice(A)

    (without,) = program.get("/invoices.json").json
    (whole,) = program.get("/invoices.json", include_positions="true").json

    assert "positions" not in without
    assert whole["positions"][0]["name"] == "Produkt A"


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "x"}, {"per_page": "-1"}])
def test_a_page_that_is_none_is_refused(program, query):
    assert program.get("/invoices.json", **query).status_code == 422
