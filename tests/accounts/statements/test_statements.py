"""What an account holds of a period, as it is stated to exports."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import update

from services.accounts.config import Settings
from services.accounts.days import WARSAW
from services.accounts.documents.models import Document
from services.accounts.statements import actions
from services.accounts.statements.models import StatementRequest
from shared.clock import now
from shared.contracts.exports import HandoverPackageDoubted, HandoverPackageStarted
from shared.contracts.statement import Held, canonical, digest
from shared.ids import new_id
from tests.accounts.builders import Someone, World
from tests.accounts.conftest import an_app, close
from tests.accounts.documents.bodies import a_cost, a_document, a_row

PACKAGE = new_id()
DOCUMENTS = "/v1/accounts/acme/documents"
GIVEN = "accounts.statement.given.v1"


@pytest.fixture
def world(database_url: str, settings: Settings) -> Iterator[World]:
    app = an_app(replace(settings, database_url=database_url))
    yield World(app)
    close(app)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def issue(owner: Someone, **changes: Any) -> dict[str, Any]:
    body = a_cost(**changes) if changes.pop("cost", False) else a_document(**changes)
    answer = owner.post(DOCUMENTS, body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def came_in(world: World, *, ago: timedelta) -> None:
    """Everything that is there came in so long ago."""
    with world.sessions.begin() as session:
        session.execute(update(Document).values(created_at=now() - ago))


def asked(world: World, kind: Any = HandoverPackageStarted, **changes: Any) -> Any:
    facts = {
        "package_id": PACKAGE,
        "client_id": new_id(),
        "account_id": world.id_of("acme"),
        "bureau_id": new_id(),
        "asked_by": "client",
        "round": 1,
        "served_from": "2026-03-01",
        "served_to": "2026-03-31",
    }
    return kind(**facts | changes)


def doubted(world: World, **changes: Any) -> Any:
    return asked(world, HandoverPackageDoubted, **{"round": 2, "days": [], "missing": []} | changes)


def answer(world: World) -> list[dict[str, Any]]:
    actions.answer_due(world.sessions, world.reading)
    return world.said(GIVEN)


def told(world: World) -> list[dict[str, Any]]:
    return [each["document"] for each in world.said("accounts.document.recorded.v1")]


def held(document: Any) -> Held:
    return Held(
        id=document["id"],
        number=document["number"],
        day=document["issue_date"],
        version=document["version"],
        sha256=sha256(canonical(document)).hexdigest(),
        original=None,
    )


def test_it_digests_what_was_announced_day_by_day(world: World, owner: Someone) -> None:
    for number, day in (("A 1", "2026-03-02"), ("A 2", "2026-03-02"), ("A 3", "2026-03-09")):
        issue(owner, number=number, issue_date=day)
    came_in(world, ago=timedelta(days=900))
    world.hear(asked(world))

    (statement,) = answer(world)

    first, second, third = (held(each) for each in told(world))
    assert statement["days"] == {
        "2026-03-02": [2, digest([second, first])],
        "2026-03-09": [1, digest([third])],
    }
    assert (statement["documents"], statement["rows"], statement["round"]) == (3, [], 1)
    assert (statement["period_from"], statement["period_to"]) == ("2026-03-01", "2026-03-31")


def test_what_was_issued_outside_the_period_and_came_in_outside_it_is_not_in_it(
    world: World, owner: Someone
) -> None:
    issue(owner, number="A 1", issue_date="2026-02-28")
    issue(owner, number="A 2", issue_date="2026-03-31")
    issue(owner, number="A 3", issue_date="2026-04-01")
    came_in(world, ago=timedelta(days=900))
    world.hear(asked(world))

    (statement,) = answer(world)

    assert list(statement["days"]) == ["2026-03-31"]


def test_the_period_reaches_as_far_as_what_came_in_while_it_was_served(
    world: World, owner: Someone
) -> None:
    issue(owner, number="A 1", issue_date="2025-11-30")
    today = now().astimezone(WARSAW).date()
    served = {"served_from": str(today - timedelta(days=1)), "served_to": str(today)}
    world.hear(asked(world, **served))

    (statement,) = answer(world)

    assert (statement["period_from"], statement["documents"]) == ("2025-11-30", 1)


def test_sums_are_by_month_direction_kind_currency_and_rate(world: World, owner: Someone) -> None:
    issue(owner, number="A 1", issue_date="2026-03-02", positions=[a_row(unit_net="100.00")])
    issue(owner, number="A 2", issue_date="2026-03-03", positions=[a_row(unit_net="0.10")])
    issue(owner, number="P 1", kind="proforma", issue_date="2026-03-03", positions=[a_row()])
    came_in(world, ago=timedelta(days=900))
    world.hear(asked(world))

    (statement,) = answer(world)

    sums = {(row["kind"], row["rate"]): row for row in statement["sums"]}
    assert sums["vat", "23"] == {
        "month": "2026-03",
        "income": True,
        "kind": "vat",
        "currency": "PLN",
        "rate": "23",
        "documents": 2,
        "net": "100.10",
        "vat": "23.02",
        "gross": "123.12",
    }
    assert ("proforma", "23") in sums


def test_cancelled_and_deleted_documents_are_in_it_as_exports_has_them(
    world: World, owner: Someone
) -> None:
    gone = issue(owner, number="A 1", issue_date="2026-03-02")
    assert owner.delete(f"{DOCUMENTS}/{gone['id']}").status_code in (200, 204)
    came_in(world, ago=timedelta(days=900))
    world.hear(asked(world))

    (statement,) = answer(world)

    assert statement["days"] == {"2026-03-02": [1, digest([held(told(world)[-1])])]}
    assert [row["kind"] for row in statement["sums"]] == ["canceled"]


def test_days_that_differ_are_told_document_by_document(world: World, owner: Someone) -> None:
    issue(owner, number="A 1", issue_date="2026-03-02")
    issue(owner, number="A 2", issue_date="2026-03-09")
    came_in(world, ago=timedelta(days=900))
    world.hear(asked(world), doubted(world, days=["2026-03-09"]))

    (statement,) = answer(world)

    assert statement["round"] == 2
    assert statement["rows"] == [held(told(world)[1])]


def test_what_is_missing_there_is_sent_again_as_it_is_now(world: World, owner: Someone) -> None:
    document = issue(owner, number="A 1", issue_date="2026-03-02")
    world.hear(doubted(world, missing=[document["id"]]))

    answer(world)

    first, again = world.said("accounts.document.recorded.v1")
    assert again == first


def test_what_another_account_has_is_never_sent_for_this_one(world: World, owner: Someone) -> None:
    other = world.account("other")
    foreign = other.post("/v1/accounts/other/documents", a_document(number="X 1")).json
    said = len(world.said())
    world.hear(doubted(world, missing=[foreign["id"]]))

    (statement,) = answer(world)

    assert (statement["documents"], len(world.said())) == (0, said + 1)


def test_a_question_is_answered_once_and_the_last_one_counts(world: World, owner: Someone) -> None:
    world.hear(doubted(world, round=3), doubted(world, round=2), asked(world))

    statements = [*answer(world), *answer(world)[1:]]

    assert [each["round"] for each in statements] == [3]
    with world.sessions() as session:
        assert session.query(StatementRequest).count() == 0


def test_a_clerk_that_died_is_followed_by_another(world: World, owner: Someone) -> None:
    world.hear(asked(world))
    assert actions._claim(world.sessions, world.reading)  # And dies.

    at_once = answer(world)
    with world.sessions.begin() as session:
        session.execute(update(StatementRequest).values(next_at=now() - timedelta(seconds=1)))

    assert at_once == []
    assert len(answer(world)) == 1
