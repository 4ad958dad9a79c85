from datetime import date

import pytest

from services.bureau.days import working_day
from services.bureau.worklist.deadlines import deadlines, urgency


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-09-20", "2026-09-21"),  # A Sunday.
        ("2026-12-25", "2026-12-28"),  # Christmas, then a weekend.
        ("2027-01-06", "2027-01-07"),  # Epiphany.
        ("2025-04-20", "2025-04-22"),  # Easter Sunday and Monday.
    ],
)
def test_a_term_on_a_day_off_moves_to_the_next_working_day(day, moved):
    assert working_day(date.fromisoformat(day)) == date.fromisoformat(moved)


def test_the_terms_of_a_month_are_in_the_one_after_it():
    terms = [(term.kind, term.day.isoformat()) for term in deadlines("2026-11")]

    assert terms == [("zus", "2026-12-21"), ("pit", "2026-12-21"), ("vat", "2026-12-28")]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-10-01", 1),
        ("2026-11-19", 30),
        ("2026-11-20", 31),
        ("2026-11-21", 27),  # The next term is that of VAT.
        ("2026-11-25", 31),
        ("2026-12-05", 41),
    ],
)
def test_a_term_presses_the_more_the_nearer_it_is_and_most_when_it_is_over(today, expected):
    assert urgency("2026-10", date.fromisoformat(today)) == expected
