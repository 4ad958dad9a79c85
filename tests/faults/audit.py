"""Checks the books, event by event, against each other and against the test's own ledger.

Each check gives sentences about what is wrong; it is right when there are none.
"""

from tests.faults import copies, domain, events, lives
from tests.faults.case import Case, Check

CHECKS: tuple[Check, ...] = (
    events.nothing_was_made_up,
    events.nothing_was_lost,
    events.nothing_had_two_effects,
    events.messages_were_numbered_without_a_gap,
    events.messages_were_handled_in_their_order,
    events.nothing_is_left_over,
    events.steps_were_announced,
    events.announcements_were_steps,
    domain.steps_follow_each_other,
    domain.accounts_have_one_owner,
    domain.seats_are_right,
    copies.exports_has_the_documents_of_accounts,
    copies.copies_of_accounts_are_true,
    copies.links_are_the_same_on_both_sides,
    copies.documents_are_open_to_whom_they_should_be,
    lives.every_life_went_to_its_end,
    lives.histories_hold_what_was_answered,
    lives.clients_stand_where_they_were_left,
    lives.accounts_belong_to_whom_they_were_given,
    lives.documents_are_those_that_went_in,
    lives.requests_for_companies_were_settled,
    lives.exports_were_finished,
)


def audit(case: Case) -> dict[str, list[str]]:
    """What each check complains of, by the check's name."""
    return {check.__name__: list(check(case)) for check in CHECKS}
