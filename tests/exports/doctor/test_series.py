"""Which numbers of a series are missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exports.doctor.series import MOST_HOLES, gaps, place_of
from services.exports.formats.run import Period

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
DAY = date(2026, 10, 5)

TEMPLATES = ["FV {}/10/2026", "{}/2026", "2026/10/{}", "FV/{}/26", "A-{}", "FV2/{}/10/2026"]


def found(*numbers, day=DAY, period=OCTOBER):
    return [tuple(gap) for gap in gaps([(number, day) for number in numbers], period)]


@pytest.mark.parametrize(
    ("number", "template", "counter"),
    [
        ("FV 7/10/2026", "FV #/10/2026", 7),
        ("10/10/2026", "#/10/2026", 10),
        ("2026/10/10", "2026/10/#", 10),
        ("2026/10/0007", "2026/10/#", 7),
        ("7/10/26", "#/10/26", 7),
        ("FV2026/5", "FV2026/#", 5),
        ("FV 2026", None, None),
        ("2026/2026", "#/2026", 2026),
        ("A/B", None, None),
        ("FV 20261005120000", None, None),
    ],
)
def test_the_counter_is_what_is_neither_the_year_nor_the_month(number, template, counter):
    place = place_of(number, DAY)

    assert (place and place.template, place and place.counter) == (template, counter)


@given(
    template=st.sampled_from(TEMPLATES),
    there=st.sets(st.integers(1, 400), min_size=25, max_size=60),
    width=st.sampled_from([1, 4]),
)
def test_what_is_missing_and_what_is_there_make_the_series_whole(template, there, width):
    holes = list(
        gaps(
            ((template.format(f"{n:0{width}}"), date(2026, 10, 5)) for n in there), Period(DAY, DAY)
        )
    )

    counters = [
        (place_of(hole.first, DAY).counter, place_of(hole.last, DAY).counter) for hole in holes
    ]
    missing = [n for first, last in counters for n in range(first, last + 1)]
    assert sorted([*missing, *there]) == list(range(min(there), max(there) + 1))
    assert [hole.missing for hole in holes] == [last - first + 1 for first, last in counters]


def test_a_series_that_begins_in_the_period_begins_with_one():
    assert found("FV 3/10/2026", "FV 4/10/2026") == [("FV 1/10/2026", "FV 2/10/2026", 2)]
    assert found("FV 3/2026", "FV 4/2026") == []
    assert found("FV 3/2026", period=Period(date(2026, 1, 1), date(2026, 12, 31))) != []


def test_each_series_has_its_own_numbers():
    assert found("FV 1/10/2026", "FK 1/10/2026", "FV 3/10/2026", "FK 2/10/2026") == [
        ("FV 2/10/2026", "FV 2/10/2026", 1)
    ]


def test_noughts_before_a_number_are_kept():
    assert found("2026/10/0001", "2026/10/0003") == [("2026/10/0002", "2026/10/0002", 1)]


def test_numbers_that_do_not_count_up_are_no_series():
    assert found("A-1", f"A-{2 * MOST_HOLES + 3}") == []
    assert len(found("A-1", f"A-{2 * MOST_HOLES + 2}")) == 1


def test_a_number_that_is_there_twice_leaves_no_hole():
    assert found("FV 1/10/2026", "FV 1/10/2026", "FV 2/10/2026") == []
