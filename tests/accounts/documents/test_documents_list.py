"""The list of documents over HTTP: its order, its pages, its filters."""

from importlib import import_module

import pytest
from sqlalchemy import update

from services.accounts.documents.models import Document
from tests.accounts.documents.conftest import DOCUMENTS
from tests.accounts.documents.einvoices import BUYER, CORRECTED, SELLER


def numbers(response) -> list[str]:
    assert response.status_code == 200, response.json
    return [each["number"] for each in response.json["items"]]


def test_the_list_has_the_newest_first_without_positions(client, imported):
    for day in (2, 9, 5):
        imported(number=f"FV {day}", issued=f"2026-04-0{day}")

    response = client.get(DOCUMENTS)

    assert numbers(response) == ["FV 9", "FV 5", "FV 2"]
    assert response.json["next"] is None
    assert "positions" not in response.json["items"][0]
    assert response.json["items"][0]["gross"] == "123.00"


def test_pages_follow_each_other_while_rows_come(client, imported):
    for no in range(5):
        imported(number=f"FV {no}")

    first = client.get(DOCUMENTS, query_string={"limit": 2}).json
    imported(number="newest", issued="2026-12-31")
    second = client.get(DOCUMENTS, query_string={"limit": 2, "cursor": first["next"]}).json
    third = client.get(DOCUMENTS, query_string={"limit": 2, "cursor": second["next"]}).json

    seen = [each["number"] for page in (first, second, third) for each in page["items"]]
    assert sorted(seen) == [f"FV {no}" for no in range(5)]
    assert third["next"] is None


NARROWED = [
    ({"from": "2026-04-05", "to": "2026-04-30"}, ["late", "early"]),
    ({"from": "2026-05-01"}, []),
    ({"to": "2026-04-05"}, ["early"]),
    ({"from": "2026-03-01", "to": "2026-03-31", "date_basis": "sale"}, ["late"]),
    ({"kind": "correction"}, []),
    ({"kind": "vat", "income": "true"}, ["late", "early"]),
    ({"income": "false"}, []),
]


def test_the_list_is_narrowed_by_dates_kind_and_direction(client, imported):
    imported(number="early", issued="2026-04-05", sold="<P_6>2026-04-05</P_6>")
    imported(number="late", issued="2026-04-30", sold="<P_6>2026-03-31</P_6>")

    for query, expected in NARROWED:
        assert numbers(client.get(DOCUMENTS, query_string=query)) == expected, query


def test_a_document_without_a_day_of_sale_counts_on_its_day_of_issue(client, imported):
    imported(number="KOR", kind="KOR", sold="", after_kind=CORRECTED, issued="2026-04-05")

    query = {"from": "2026-04-05", "to": "2026-04-05", "date_basis": "sale"}

    assert numbers(client.get(DOCUMENTS, query_string=query)) == ["KOR"]


def test_a_cost_is_listed_as_such(client, imported):
    imported(seller=BUYER, buyer=SELLER)

    assert len(numbers(client.get(DOCUMENTS, query_string={"income": "false"}))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "żÓŁW"}, ["FV 2"]),
        ({"q": "fv 2"}, ["FV 2"]),
        ({"q": "fv"}, ["FV 1", "FV 2"]),
        ({"q": "acme"}, []),
        ({"q": "774-000-14-54"}, ["FV 1"]),
        ({"q": "_V"}, []),
        ({"side": "warehouse"}, ["WZ 1"]),
        ({"side": "sales"}, ["FV 1", "FV 2"]),
        ({"side": "costs"}, []),
    ],
)
def test_documents_are_found_by_words_and_by_side(client, issue, query, found):
    issue(number="FV 1")
    issue(number="FV 2", buyer={"name": "Zakład Żółw"})
    issue(number="WZ 1", kind="wz", buyer={"name": "Magazyn"})

    assert sorted(numbers(client.get(DOCUMENTS, query_string=query))) == found


def test_a_changed_document_is_found_by_what_it_says_now(client, issue):
    id = issue(number="FV 1", buyer={"name": "Old"})["id"]
    client.patch(f"{DOCUMENTS}/{id}", json={"buyer": {"name": "New"}})

    assert numbers(client.get(DOCUMENTS, query_string={"q": "old"})) == []
    assert numbers(client.get(DOCUMENTS, query_string={"q": "new"})) == ["FV 1"]


def test_documents_from_before_the_search_are_found_after_the_upgrade(client, issue, sessions):
    issue(number="FV 1", buyer={"name": "Zakład Żółw"})
    with sessions.begin() as session:
        session.execute(update(Document).values(search_key=""))
    before = numbers(client.get(DOCUMENTS, query_string={"q": "zolw"}))
    fill = import_module("services.accounts.migrations.versions.0009_search").fill
    with sessions.begin() as session:
        fill(session.connection())

    assert before == []
    assert numbers(client.get(DOCUMENTS, query_string={"q": "zolw"})) == ["FV 1"]
