"""What is left to do for a month, weighed: the more points, the more is missing."""

from collections.abc import Iterator
from datetime import date

from services.bureau.months.lifecycle import CLOSED, COMPLETE, IN_WORK, OPEN, State

WORK_LEFT = {OPEN: 3, COMPLETE: 2, IN_WORK: 1, CLOSED: 0}
NO_DOCUMENTS = 2
CHANGED = 3  # A file that went out says something else than the books.
NO_CARER = 4  # The one who answered for the client has left, and nobody was named since.


LEAVING = 4  # The client leaves by itself, and its account is to be handed over by a day;
LEAVING_MOST = 14  # a point more on each of the last days, until on the last it outweighs all else.


def leaving_points(last_day: date, today: date) -> int:
    """What a leaving weighs whose account is to be handed over on `last_day` at the latest."""
    left = max((last_day - today).days, 0)
    return max(LEAVING_MOST - left, LEAVING)


def parts(
    state: State, *, documents: int, changed: bool, orphaned: bool = False, leaving: int = 0
) -> Iterator[tuple[str, int]]:
    """Each thing that is missing, with its points."""
    if WORK_LEFT[state]:
        yield "work_left", WORK_LEFT[state]
    if state is OPEN and not documents:
        yield "no_documents", NO_DOCUMENTS
    if changed:
        yield "changed_after_export", CHANGED
    if orphaned and state is not CLOSED:
        yield "no_carer", NO_CARER
    if leaving:
        yield "leaving", leaving


def missing(
    state: State, *, documents: int, changed: bool, orphaned: bool = False, leaving: int = 0
) -> int:
    """The sum of the points; `leaving` are those of `leaving_points`, 0 for a client that stays."""
    lacking = parts(state, documents=documents, changed=changed, orphaned=orphaned, leaving=leaving)
    return sum(points for _, points in lacking)
