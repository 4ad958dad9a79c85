"""The audit sees each wrong that it is there for: right books, with one thing put wrong."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.faults import copies, domain, events, lives
from tests.faults.audit import CHECKS, audit
from tests.faults.campaign import Outcome
from tests.faults.case import Case, Check
from tests.faults.ledger import Ledger, Life

Row = dict[str, Any]
Wrong = Callable[[Case], object]


def copied(case: Case) -> Case:
    ledger = Ledger()
    ledger.lives = copy.deepcopy(case.ledger.lives)
    return replace(case, books=copy.deepcopy(case.books), ledger=ledger)


def rows(case: Case, service: str, table: str) -> list[Row]:
    return case.books[service].tables[table]  # type: ignore[return-value]


def first(case: Case, service: str, table: str, **facts: Any) -> Row:
    """The first row with these facts."""
    return next(row for row in rows(case, service, table) if facts.items() <= row.items())


def put(service: str, table: str, column: str, value: Any, **facts: Any) -> Wrong:
    """Write another value into one row."""
    return lambda case: first(case, service, table, **facts).update({column: value})


def tell(field: str, value: Any, kind: str = "own account") -> Wrong:
    """Have the ledger say something else of one life."""

    def wrong(case: Case) -> None:
        setattr(life_of(case, kind), field, value)

    return wrong


def life_of(case: Case, kind: str) -> Life:
    return next(life for life in case.ledger.lives if life.kind == kind)


def lose_the_last_message(case: Case) -> None:
    received = rows(case, "bureau", "inbox")
    received.remove(max(received, key=lambda row: row["received_at"]))


def lose_the_first_of_two(case: Case) -> None:
    second = first(case, "accounts", "outbox", subject_version=2)
    sent = rows(case, "accounts", "outbox")
    sent.remove(first(case, "accounts", "outbox", subject=second["subject"], subject_version=1))


def handle_two_in_the_wrong_order(case: Case) -> None:
    second = first(case, "accounts", "outbox", subject_version=2)
    one = first(case, "accounts", "outbox", subject=second["subject"], subject_version=1)
    earlier = first(case, "bureau", "inbox", message_id=one["message_id"])
    later = first(case, "bureau", "inbox", message_id=second["message_id"])
    earlier["received_at"], later["received_at"] = later["received_at"], earlier["received_at"]


def do_a_step_twice(case: Case) -> None:
    steps = rows(case, "bureau", "history")
    caused = next(row for row in steps if row["cause"] and row["lifecycle"] == "client")
    steps.append({**caused, "id": "again"})


def forget_a_step(case: Case) -> None:
    steps = rows(case, "bureau", "history")
    steps.remove(first(case, "bureau", "history", lifecycle="client", trigger="activate"))


def change_a_copy(case: Case) -> None:
    document = rows(case, "exports", "document")[0]
    document["content"] = document["content"].replace('"gross":"', '"gross":"1', 1)


WRONGS: list[tuple[Check, Wrong]] = [
    (events.nothing_was_made_up, put("bureau", "inbox", "message_id", "nothing")),
    (events.nothing_was_lost, lose_the_last_message),
    (events.nothing_had_two_effects, do_a_step_twice),
    (events.messages_were_numbered_without_a_gap, lose_the_first_of_two),
    (events.messages_were_handled_in_their_order, handle_two_in_the_wrong_order),
    (
        events.messages_were_handled_in_their_order,
        put("bureau", "inbox_subject", "version", 0, source="/accounts"),
    ),
    (events.nothing_is_left_over, put("accounts", "outbox", "sent_at", None)),
    (events.steps_were_announced, put("bureau", "history", "id", "other")),
    (events.announcements_were_steps, forget_a_step),
    (domain.steps_follow_each_other, put("bureau", "history", "dest", "linked", dest="active")),
    (domain.accounts_have_one_owner, put("accounts", "account", "owner_id", "nobody")),
    (domain.seats_are_right, put("bureau", "module", "used", 99)),
    (domain.seats_are_right, tell("holds_seat", True)),
    (copies.exports_has_the_documents_of_accounts, change_a_copy),
    (
        copies.exports_has_the_documents_of_accounts,
        put("exports", "original", "content", b"another file"),
    ),
    (copies.copies_of_accounts_are_true, put("bureau", "account", "prefix", "other")),
    (
        copies.links_are_the_same_on_both_sides,
        put("bureau", "client", "payer", "nobody", state="linked"),
    ),
    (
        copies.documents_are_open_to_whom_they_should_be,
        put("exports", "client", "is_open", True, is_open=False),
    ),
    (lives.every_life_went_to_its_end, tell("finished", False)),
    (lives.histories_hold_what_was_answered, tell("steps", ["link"])),
    (lives.clients_stand_where_they_were_left, tell("state", "active")),
    (lives.accounts_belong_to_whom_they_were_given, tell("owner", "somebody@example.com")),
    (lives.documents_are_those_that_went_in, tell("documents", {"FV 1": "another file"})),
    (
        lives.requests_for_companies_were_settled,
        put("bureau", "company_request", "state", "requested"),
    ),
    (lives.exports_were_finished, tell("exports", ["no such export"])),
]


@pytest.mark.system
@pytest.mark.parametrize(("check", "wrong"), WRONGS)
def test_the_audit_complains_of_one_thing_that_is_wrong(
    check: Check, wrong: Wrong, embedded_outcome: Outcome
) -> None:
    case = copied(embedded_outcome.case)

    wrong(case)

    assert audit(case)[check.__name__]


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_shown_a_wrong(check: Check) -> None:
    assert check in [shown for shown, _ in WRONGS]
