"""A lifecycle as a drawing, laid out from the table that runs: states one under another.

Steps to the next state go straight down, those that pass states over go round on the right,
those back on the left. All numbers are units of the drawing, one per pixel.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from shared.lifecycle import Lifecycle, Step

WIDTH, HEIGHT, PITCH = 158, 48, 88  # Of a state's box, and from one box to the next.
TOP, RAIL, EDGE = 42, 34, 8  # Above the first box, from box to rail to rail, around it all.
DOT = 10  # The y at which all begins.
TIP = 6  # The length of an arrow's head, and half its width.

Way = tuple[str, Enum, bool]  # A trigger, where it ends, whether it goes back.


class Node(NamedTuple):
    """A state, and the upper left corner of its box."""

    state: str
    x: int
    y: int
    is_now: bool


class Arrow(NamedTuple):
    """A step: its line and head as paths, its label at `x`, `y`, turned along a side."""

    trigger: str
    source: str | None
    dest: str
    line: str
    head: str
    x: int
    y: int
    turned: int  # degrees
    is_next: bool  # Whether it leaves the present state.
    is_labelled: bool  # Of several that end in one line the first is.


@dataclass(frozen=True)
class Picture:
    """All that is drawn, in this order: what leads on from the present state lies on top."""

    width: int
    height: int
    middle: int
    nodes: list[Node]
    arrows: list[Arrow]


class _Plan(NamedTuple):
    left: int
    rows: dict[Enum, int]  # The y of each state's box.
    rails: dict[Way, int]  # The x of each way round.

    @property
    def middle(self) -> int:
        return self.left + WIDTH // 2


def draw(lifecycle: Lifecycle, now: str) -> Picture:
    """The states and steps of `lifecycle`, with the state `now` marked."""
    plan = _plan(lifecycle)
    arrows: list[Arrow] = []
    seen: set[tuple[Way, bool]] = set()
    for step in lifecycle.steps:
        line = (_way(lifecycle, step), _is_straight(lifecycle, step))
        arrows.append(_arrow(lifecycle, plan, step, now, labelled=line not in seen))
        seen.add(line)
    right = max([plan.left + WIDTH, *plan.rails.values()]) + RAIL // 2 + EDGE
    return Picture(
        width=right,
        height=TOP + PITCH * (len(plan.rows) - 1) + HEIGHT + EDGE,
        middle=plan.middle,
        nodes=[Node(s.value, plan.left, y, s.value == now) for s, y in plan.rows.items()],
        arrows=sorted(arrows, key=lambda arrow: arrow.is_next),
    )


def _plan(lifecycle: Lifecycle) -> _Plan:
    around = (s for s in lifecycle.steps if not _is_straight(lifecycle, s))
    ways = list(dict.fromkeys(_way(lifecycle, step) for step in around))
    back = [way for way in ways if way[2]]
    over = [way for way in ways if not way[2]]
    left = EDGE + RAIL // 2 + RAIL * len(back)
    rails = {way: left - RAIL * (n + 1) for n, way in enumerate(back)}
    rails |= {way: left + WIDTH + RAIL * (n + 1) for n, way in enumerate(over)}
    return _Plan(left, {s: TOP + PITCH * n for n, s in enumerate(lifecycle.states)}, rails)


def _leap(lifecycle: Lifecycle, step: Step) -> int:
    """How many states the step goes on; back it is negative. Before the first one is -1."""
    states = list(lifecycle.states)
    return states.index(step.dest) - (states.index(step.source) if step.source else -1)


def _is_straight(lifecycle: Lifecycle, step: Step) -> bool:
    return _leap(lifecycle, step) == 1


def _way(lifecycle: Lifecycle, step: Step) -> Way:
    return step.trigger, step.dest, _leap(lifecycle, step) < 0


def _arrow(lifecycle: Lifecycle, plan: _Plan, step: Step, now: str, *, labelled: bool) -> Arrow:
    straight = _is_straight(lifecycle, step)
    shape = _down(plan, step) if straight else _round(plan, _way(lifecycle, step), step)
    source = str(step.source.value) if step.source else None
    return Arrow(
        step.trigger, source, str(step.dest.value), *shape, source == now, is_labelled=labelled
    )


def _down(plan: _Plan, step: Step) -> tuple[str, str, int, int, int]:
    """Line, head, and where the label stands, right of the line."""
    x, end = plan.middle, plan.rows[step.dest]
    begin = plan.rows[step.source] + HEIGHT if step.source else DOT
    line = f"M{x} {begin} V{end - TIP}"
    head = f"M{x} {end} l{-TIP} {-TIP} h{2 * TIP} z"
    return line, head, x + 9, (begin + end) // 2 + 3, 0


def _round(plan: _Plan, way: Way, step: Step) -> tuple[str, str, int, int, int]:
    """The same for a way along a side; the label stands outside of the rail."""
    rail, goes_back = plan.rails[way], way[2]
    side, out = (plan.left, -1) if goes_back else (plan.left + WIDTH, 1)
    begin = plan.rows[step.source] + HEIGHT // 2 if step.source else DOT
    end = plan.rows[step.dest] + HEIGHT // 2
    begin_x = side if step.source else plan.middle
    line = f"M{begin_x} {begin} H{rail} V{end} H{side + out * TIP}"
    head = f"M{side} {end} l{out * TIP} {-TIP} v{2 * TIP} z"
    return line, head, rail + out * 8, (begin + end) // 2, 90 * out
