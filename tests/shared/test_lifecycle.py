"""A lifecycle moves its entities along its table and in no other way."""

from dataclasses import dataclass
from enum import Enum

import pytest

from shared.lifecycle import START, Lifecycle, Refusal, Step, StepRefused
from shared.message import Message


class Door(Enum):
    OPEN = "open"
    SHUT = "shut"


@dataclass
class House:
    id: str = "h-1"
    state: Door | None = None
    is_empty: bool = True


@dataclass(frozen=True, kw_only=True)
class Opened(Message):
    name = "houses.door.opened.v1"
    house: str


@dataclass(frozen=True, kw_only=True)
class Shut(Message):
    name = "houses.door.shut.v1"
    house: str


def nobody_is_inside(house: House) -> bool:
    """Nobody is locked in."""
    return house.is_empty


LIFECYCLE = Lifecycle(
    "door",
    Door,
    [
        Step("build", START, Door.OPEN, None, Opened),
        Step("shut", Door.OPEN, Door.SHUT, nobody_is_inside, Shut),
        Step("open", Door.SHUT, Door.OPEN, None, Opened),
    ],
    refusals={nobody_is_inside: Refusal("step_refused", "Somebody is inside.")},
)


def test_a_step_moves_the_entity_and_gives_its_message():
    house = House(state=Door.OPEN)

    message = LIFECYCLE.fire(house, "shut", house="h-1")

    assert house.state is Door.SHUT
    assert message == Shut(house="h-1")


def test_a_new_entity_begins_with_a_step_from_the_start():
    house = House()

    LIFECYCLE.fire(house, "build", house="h-1")

    assert house.state is Door.OPEN


def test_a_guard_that_says_no_leaves_the_entity_as_it_was():
    house = House(state=Door.OPEN, is_empty=False)

    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(house, "shut", house="h-1")

    assert refused.value.code == "step_refused"
    assert house.state is Door.OPEN


@pytest.mark.parametrize("trigger", ["shut", "build", "burn"])
def test_a_step_that_does_not_leave_the_state_is_refused(trigger):
    house = House(state=Door.SHUT)

    with pytest.raises(StepRefused):
        LIFECYCLE.fire(house, trigger, house="h-1")

    assert house.state is Door.SHUT


def test_what_is_allowed_is_what_fire_would_do():
    assert LIFECYCLE.allowed(House(state=Door.OPEN)) == ["shut"]
    assert LIFECYCLE.allowed(House(state=Door.OPEN, is_empty=False)) == []
    assert LIFECYCLE.allowed(House(state=Door.SHUT)) == ["open"]
    assert LIFECYCLE.allowed(House()) == ["build"]


def test_the_diagram_and_the_table_show_every_step():
    assert LIFECYCLE.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open: build / Opened",
        "    open --> shut: shut [nobody_is_inside] / Shut",
        "    shut --> open: open / Opened",
    ]
    assert LIFECYCLE.table()[1] == {
        "trigger": "shut",
        "from": "open",
        "to": "shut",
        "guard": "nobody_is_inside",
        "rule": "Nobody is locked in.",
        "announces": "houses.door.shut.v1",
    }
