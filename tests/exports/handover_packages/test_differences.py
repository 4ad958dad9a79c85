"""What is here is not what accounts holds: late, missing, another, damaged."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from services.exports.copies.models import Document, Original
from services.exports.handover_packages.claims import LONGEST_SILENCE, MOST_COMPARED
from tests.exports.handover_packages.played import Played, played
from tests.exports.world import World, a_document, an_original

DAY = "2026-10-03"


@pytest.fixture
def account(either_world: World) -> Played:
    found = played(either_world)
    found.has(a_document(number="FV 1/10/2026", issue_date=DAY), original=an_original(b"<a/>"))
    return found


def compared(account: Played, package_id: str) -> list[tuple[str, str | None]]:
    """What differs after accounts was asked and answered once more."""
    account.waits(package_id)
    account.step()
    account.answers(package_id)
    account.step()
    return [(each["code"], each.get("number")) for each in account.row(package_id).differences]


def test_a_document_that_is_merely_late_is_waited_for(account: Played) -> None:
    late = a_document(number="FV 2/10/2026", issue_date=DAY)
    account.has(late, told=False)
    package_id = account.asks()

    by_day = compared(account, package_id)
    by_document = compared(account, package_id)
    account.has(late)
    at_last = compared(account, package_id)

    assert by_day == [("day", None)]
    assert by_document == [("missing", "FV 2/10/2026")]
    assert at_last == []
    assert account.row(package_id).state.value == "verified"


def test_what_is_known_to_be_missing_is_asked_for_again(account: Played) -> None:
    late = a_document(number="FV 2/10/2026", issue_date=DAY)
    account.has(late, told=False)
    package_id = account.asks()
    for _ in range(3):
        compared(account, package_id)

    first, second = account.said("exports.handover_package.doubted.v1", package_id)

    assert (first["days"], first["missing"]) == ([DAY], [])
    assert (second["days"], second["missing"]) == ([DAY], [late["id"]])


def test_another_version_is_told_by_its_number(account: Played) -> None:
    document = a_document(number="FV 3/10/2026", issue_date=DAY)
    account.has(document)
    account.has({**document, "version": 2}, told=False)
    package_id = account.asks()
    compared(account, package_id)

    assert compared(account, package_id) == [("version", "FV 3/10/2026")]


def test_a_document_that_moved_to_another_day_is_one_difference(account: Played) -> None:
    document = a_document(number="FV 3/10/2026", issue_date=DAY)
    account.has(document)
    account.has({**document, "version": 2, "issue_date": "2026-10-09"}, told=False)
    package_id = account.asks()
    compared(account, package_id)

    found = compared(account, package_id)

    assert ("version", "FV 3/10/2026") in found
    assert ("missing", "FV 3/10/2026") not in found


def test_another_content_under_the_same_version_is_found(account: Played) -> None:
    document = a_document(number="FV 3/10/2026", issue_date=DAY)
    account.has(document)
    account.has({**document, "description": "changed by hand"}, told=False)
    package_id = account.asks()
    compared(account, package_id)

    assert compared(account, package_id) == [("content", "FV 3/10/2026")]


def test_a_missing_original_is_found(account: Played) -> None:
    with account.world.sessions.begin() as session:
        session.query(Original).delete()
    package_id = account.asks()
    compared(account, package_id)

    assert compared(account, package_id) == [("original", "FV 1/10/2026")]


def test_an_original_whose_bytes_are_damaged_is_in_no_verified_package(account: Played) -> None:
    with account.world.sessions.begin() as session:
        session.execute(update(Original).values(content=b"<b/>"))
    package_id = account.asks()

    found = compared(account, package_id)

    assert ("original", "FV 1/10/2026") in found
    assert account.row(package_id).state.value == "making"
    assert not list((account.world.settings.data_dir / "exports").glob(f"{package_id}*"))


def test_what_accounts_does_not_hold_is_surplus(account: Played) -> None:
    document = a_document(number="FV 9/10/2026", issue_date=DAY)
    account.has(document)
    del account.holds[document["id"]]
    package_id = account.asks()
    compared(account, package_id)

    assert compared(account, package_id) == [("surplus", "FV 9/10/2026")]


def test_sums_that_accounts_adds_up_to_something_else_are_a_difference(account: Played) -> None:
    package_id = account.asks()
    account.step()
    stated = account.statement(package_id, 1, [])
    wrong = [{**row, "net": "0.01"} for row in stated.sums]

    account.answers(package_id, sums=wrong)
    account.step()

    assert {each["code"] for each in account.row(package_id).differences} == {"sums"}


def test_a_copy_that_was_damaged_in_the_database_is_found(account: Played) -> None:
    with account.world.sessions.begin() as session:
        content = session.query(Document.content).scalar()
        changed = content.replace("FV 1/10/2026", "FV 7/10/2026")
        assert changed != content
        session.execute(update(Document).values(content=changed))
    package_id = account.asks()

    compared(account, package_id)

    assert compared(account, package_id) == [("content", "FV 1/10/2026")]


def test_what_differs_for_too_long_fails_with_a_list(account: Played) -> None:
    account.has(a_document(number="FV 2/10/2026", issue_date=DAY), told=False)
    package_id = account.asks()

    for _ in range(MOST_COMPARED):
        compared(account, package_id)

    owner = account.world.person({account.account_id: "owner"})
    shown = account.world.get(owner, f"/v1/accounts/acme/handover_packages/{package_id}").json
    assert (shown["state"], shown["file"], shown["certificate"]) == ("failed", None, None)
    assert [(each["code"], each["document"]) for each in shown["differences"]] == [
        ("missing", "FV 2/10/2026")
    ]
    (failed,) = account.said("exports.handover_package.failed.v1", package_id)
    assert failed["differences"] == 1


def test_accounts_that_is_silent_is_asked_again_and_at_last_given_up(account: Played) -> None:
    package_id = account.asks()
    account.step()
    account.waits(package_id)
    account.step()
    asked = len(account.questions(package_id))
    account.waits(package_id, asked_at=LONGEST_SILENCE + timedelta(minutes=1))
    account.step()

    assert asked == 2
    assert account.row(package_id).state.value == "failed"
    assert [each["code"] for each in account.row(package_id).differences] == ["silent"]


def test_nothing_is_due_while_an_answer_is_waited_for(account: Played) -> None:
    package_id = account.asks()
    account.step()

    assert not account.step()
    assert len(account.questions(package_id)) == 1


def test_a_failed_package_can_be_waived(account: Played) -> None:
    package_id = account.asks()
    account.waits(package_id, asked_at=LONGEST_SILENCE + timedelta(minutes=1))
    account.step()

    account.withdraws(package_id)

    assert account.row(package_id).state.value == "waived"
