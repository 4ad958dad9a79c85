"""What a campaign did and what came of it, as lines to print."""

from collections import Counter
from collections.abc import Iterator

from tests.faults.campaign import Outcome

SHOWN = 5


def report(name: str, outcome: Outcome) -> Iterator[str]:
    """The whole story in a page."""
    case, done = outcome.case, outcome.scene.done
    yield f"== {name}"
    yield f"lives      {_listed(case.ledger.kinds())}"
    yield f"done       {_listed(done)}"
    steps = sum(len(books["history"]) for books in case.books.values())
    handled = sum(len(books["inbox"]) for books in case.books.values())
    dead = sum(len(books["dead_letter"]) for books in case.books.values())
    documents = len(case.books["accounts"]["document"])
    yield (
        f"events     {len(case.sent)} messages sent, {handled} times handled, {steps} steps, "
        f"{documents} documents, {dead} dead letters"
    )
    yield (
        f"time       {outcome.seconds:.0f} s of lives and faults, "
        f"then at rest within {outcome.seconds_to_rest:.1f} s"
    )
    for check, complaints in outcome.complaints.items():
        yield f"{'ok  ' if not complaints else 'FAIL'} {check.replace('_', ' ')}"
        yield from (f"       {complaint}" for complaint in complaints[:SHOWN])
        if len(complaints) > SHOWN:
            yield f"       … and {len(complaints) - SHOWN} more"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{times} × {what}" for what, times in sorted(counts.items()))
