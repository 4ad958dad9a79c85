"""What is left to do for a month, weighed: the more points, the more is missing."""

from collections.abc import Iterator

from services.bureau.months.lifecycle import CLOSED, COMPLETE, IN_WORK, OPEN, State

WORK_LEFT = {OPEN: 3, COMPLETE: 2, IN_WORK: 1, CLOSED: 0}
NO_DOCUMENTS = 2
CHANGED = 3  # A file that went out says something else than the books.
NO_CARER = 4  # The one who answered for the client has left, and nobody was named since.


def parts(
    state: State, *, documents: int, changed: bool, orphaned: bool = False
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


def missing(state: State, *, documents: int, changed: bool, orphaned: bool = False) -> int:
    """The sum of the points."""
    lacking = parts(state, documents=documents, changed=changed, orphaned=orphaned)
    return sum(points for _, points in lacking)
