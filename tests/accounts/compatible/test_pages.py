"""Pages of 10,000 invoices: the last ones cost as many statements and rows as the first."""

import pytest

from tests.accounts.compatible.filling import fill

COUNT = 10_000


@pytest.fixture
def many(world, program):
    """As many invoices as a busy shop issues in a year."""
    program.invoice()
    fill(world.sessions, world.id_of("acme"), COUNT)


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


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"kind": "vat", "income": "yes"}, "listing"),
        ({"period": "more", "date_from": "2026-04-01", "date_to": "2026-04-30"}, ""),
        ({"client_id": "1"}, "contractor"),
        ({"order": "issue_date.desc"}, "issue"),
        ({"order": "sell_date.asc"}, "sale"),
    ],
)
def test_pages_are_skipped_in_an_index_that_has_all_that_is_asked_for(
    world, program, statements, query, index
):
    program.invoice()
    cost(program, statements, page=100, per_page=100, **query)

    (statement, parameters) = next(each for each in statements if "OFFSET" in each[0])
    with world.reading() as session:
        connection = session.connection()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        details = [row[3] for row in plan]

    assert any(f"COVERING INDEX ix_document_{index}" in each for each in details), details
    assert not any("SCAN document" in each for each in details), details


def test_a_page_has_100_at_most(program):
    for _ in range(2):
        program.invoice()

    assert len(program.get("/invoices.json", per_page=5000).json) == 2
    assert len(program.get("/invoices.json", per_page=1).json) == 1
