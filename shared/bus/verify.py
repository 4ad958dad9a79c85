"""Comparing databases: has every message its effect, and every effect its message?"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.bus.metrics import counts
from shared.bus.parking import fence
from shared.outbox import outbox, outbox_subject


def own_findings(session: Session) -> Iterator[str]:
    """What is not at rest or not whole in a service's own database; nothing when all is well."""
    for name in ("unsent", "parked", "dead"):
        if count := counts(session)[name]:
            yield f"{count} {name}"
    size = func.max(outbox.c.subject_version) - func.min(outbox.c.subject_version) + 1
    holes = select(outbox.c.subject).group_by(outbox.c.subject).having(func.count() != size)
    for subject in session.scalars(holes):
        yield f"{subject}: a version is missing in the outbox"


def findings_between(listener: Session, owner: str, publisher: Session) -> Iterator[str]:
    """Where a listener has handled other versions of a subject than its owner has published.

    Looks at the kinds of subject that the listener has ever heard of from this owner.
    """
    query = select(fence.c.subject, fence.c.version).where(fence.c.source == f"/{owner}")
    handled = {row.subject: row.version for row in listener.execute(query)}
    kinds = {subject.split("/")[0] for subject in handled}
    for subject, published in publisher.execute(select(outbox_subject)):
        if subject.split("/")[0] in kinds:
            yield from _compare(subject, published, handled.pop(subject, 0))
    for subject in handled:
        yield f"{subject}: handled, but {owner} never published it"


def _compare(subject: str, published: int, handled: int) -> Iterator[str]:
    if handled < published:
        yield f"{subject}: handled up to {handled} of {published}"
    if handled > published:
        yield f"{subject}: handled {handled}, but only {published} were published"
