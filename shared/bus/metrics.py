"""How much waits in a service's database, for `/metrics` and `bus status`."""

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from shared.bus.parking import OPEN, dead_letter, parked
from shared.outbox import outbox


def counts(session: Session) -> dict[str, int]:
    """Messages not sent yet, sent to nobody, parked, and dead."""
    waiting = {
        "unsent": select(func.count()).where(outbox.c.sent_at.is_(None)),
        "unroutable": select(func.count()).where(outbox.c.unroutable == true()),
        "parked": select(func.count()).select_from(parked),
        "dead": select(func.count()).where(dead_letter.c.state == OPEN),
    }
    return {name: session.scalar(query) or 0 for name, query in waiting.items()}
