"""A lifecycle's picture is its table: each state and each step is drawn, none twice."""

import re

import pytest

from services.bureau.clients.lifecycle import LIFECYCLE as CLIENT
from services.bureau.companies.lifecycle import LIFECYCLE as COMPANY
from services.bureau.months.lifecycle import LIFECYCLE as MONTH
from services.bureau.pages.client.picture import HEIGHT, WIDTH, draw
from services.bureau.pages.client.words import ARROWS

LIFECYCLES = pytest.mark.parametrize("lifecycle", [CLIENT, COMPANY, MONTH], ids=lambda t: t.name)


@LIFECYCLES
def test_each_state_and_each_step_of_the_table_is_drawn(lifecycle):
    first, *_ = lifecycle.states

    picture = draw(lifecycle, first.value)

    assert [node.state for node in picture.nodes] == [s.value for s in lifecycle.states]
    drawn = sorted((a.trigger, a.source or "", a.dest) for a in picture.arrows)
    table = [(s.trigger, s.source.value if s.source else "", s.dest.value) for s in lifecycle.steps]
    assert drawn == sorted(table)


@LIFECYCLES
def test_the_present_state_and_what_leaves_it_are_marked(lifecycle):
    for state in lifecycle.states:
        picture = draw(lifecycle, state.value)

        assert [node.state for node in picture.nodes if node.is_now] == [state.value]
        marked = {(a.trigger, a.source) for a in picture.arrows if a.is_next}
        leaving = {(s.trigger, state.value) for s in lifecycle.steps if s.source is state}
        assert marked == leaving


@LIFECYCLES
def test_nothing_is_drawn_outside_of_the_picture_or_twice_in_one_place(lifecycle):
    picture = draw(lifecycle, "")

    for node in picture.nodes:
        assert node.x >= 0
        assert node.x + WIDTH <= picture.width
        assert node.y + HEIGHT <= picture.height
    for arrow in picture.arrows:
        across = [int(x) for x in re.findall(r"[MH](-?\d+)", arrow.line)]
        assert min(across) >= 0
        assert max(across) <= picture.width
    assert len({arrow.line for arrow in picture.arrows}) == len(picture.arrows)


def test_steps_that_end_in_one_line_have_one_label_and_every_label_a_word():
    for lifecycle in (CLIENT, COMPANY):
        arrows = draw(lifecycle, "").arrows
        assert {arrow.trigger for arrow in arrows} <= ARROWS.keys()
        for trigger in {arrow.trigger for arrow in arrows}:
            assert any(a.is_labelled for a in arrows if a.trigger == trigger)
    around = [a for a in draw(CLIENT, "").arrows if a.trigger == "detach" and "H" in a.line]
    assert [a.is_labelled for a in around] == [True, False]
