"""Pages of 10,000 invoices: the last ones cost as many statements and rows as the first."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert, text

from services.accounts.documents.lifecycle import ISSUED
from services.accounts.documents.models import Document
from shared.clock import now
from shared.ids import new_id

COUNT = 10_000


@pytest.fixture
def many(world, program):
    """As many invoices as a busy shop issues in a year."""
    pattern = program.invoice()
    with world.sessions.begin() as session:
        issued = session.get_one(Document, session.scalar(text("SELECT id FROM document")))
        first = {
            "account_id": world.id_of("acme"),
            "kind": "vat",
            "income": True,
            "issue_date": date(2026, 4, 7),
            "sale_date": date(2026, 4, 7),
            "seller_tax_no": pattern["seller_tax_no"],
            "currency": "PLN",
            "net": Decimal(100),
            "vat": Decimal(23),
            "gross": Decimal(123),
            "head": issued.head,
            "contractor_id": issued.contractor_id,
            "positions": [],
            "created_at": now(),
            "updated_at": now(),
            "version": 1,
            "state": ISSUED,
            "paid": Decimal(0),
            "delivery": "issued",
        }
        rows = [
            first | {"id": new_id(), "serial": no, "number": f"N {no}"}
            for no in range(2, COUNT + 1)
        ]
        session.execute(insert(Document.__table__), rows)


def cost(program, statements, **query):
    """The statements of a page, and how many rows of documents it brought."""
    statements.clear()
    answer = program.get("/invoices.json", **query)
    assert answer.status_code == 200
    return len(statements), len(answer.json)


@pytest.mark.usefixtures("many")
def test_page_100_costs_what_page_1_costs(program, statements):
    first = cost(program, statements, page=1, per_page=100)

    last = cost(program, statements, page=100, per_page=100)

    assert first == last
    assert first[1] == 100
    assert program.get("/invoices.json", page=101, per_page=100).json == []
    seen = [each["id"] for page in (1, 2) for each in program.get("/invoices.json", page=page).json]
    assert seen == list(range(COUNT, COUNT - 50, -1))


def test_pages_are_skipped_in_an_index_that_has_all_that_is_asked_for(world, program, statements):
    program.invoice()
    cost(program, statements, page=100, per_page=100, kind="vat", income="yes")

    (statement, parameters) = next(each for each in statements if "OFFSET" in each[0])
    with world.reading() as session:
        connection = session.connection()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        details = [row[3] for row in plan]

    assert any("COVERING INDEX ix_document_listing" in each for each in details), details
    assert not any("SCAN document" in each for each in details), details


def test_a_page_has_100_at_most(program):
    for _ in range(2):
        program.invoice()

    assert len(program.get("/invoices.json", per_page=5000).json) == 2
    assert len(program.get("/invoices.json", per_page=1).json) == 1
