"""Messages that never came: the listener asks their owner, who sends them again."""

from datetime import timedelta

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from shared import outbox
from shared.bus.parking import GAP, OPEN, dead_letter, fence, parked
from shared.clock import now
from shared.contracts.bus import GapNoticed
from shared.ids import new_id
from shared.inbox import Handlers

PATIENCE = timedelta(seconds=2)  # Messages overtake each other now and then.
ASK_AGAIN = timedelta(minutes=1)


def ask_for_missing(session: Session) -> int:
    """Publish GapNoticed for each subject that waits for a message which is nowhere here."""
    gaps = _gaps(session)
    for source, subject, version in gaps:
        notice = GapNoticed(owner=source.lstrip("/"), subject=subject, after=version)
        # Each notice is a subject of its own: it waits for nothing.
        outbox.publish(session, notice, subject_id=new_id())
    return len(gaps)


def on_gap_noticed(session: Session, message: GapNoticed) -> None:
    """Send the subject's messages again; a service that does not own it has none."""
    outbox.resend(session, owner=message.owner, subject=message.subject, after=message.after)


HANDLERS: Handlers = {GapNoticed: on_gap_noticed}


def _gaps(session: Session) -> list[tuple[str, str, int]]:
    """The subjects with a gap, marked as asked for."""
    here = (parked.c.source == fence.c.source) & (parked.c.subject == fence.c.subject)
    dead = (dead_letter.c.source == fence.c.source) & (dead_letter.c.subject == fence.c.subject)
    following = fence.c.version + 1
    waiting = exists().where(here, parked.c.reason == GAP, parked.c.parked_at < now() - PATIENCE)
    in_hand = exists().where(here, parked.c.version == following)
    buried = exists().where(dead, dead_letter.c.version == following, dead_letter.c.state == OPEN)
    asked = fence.c.asked_at > now() - ASK_AGAIN
    gaps = (
        update(fence)
        .where(fence.c.held, fence.c.asked_at.is_(None) | ~asked, waiting, ~in_hand, ~buried)
        .values(asked_at=now())
        .returning(fence.c.source, fence.c.subject, fence.c.version)
    )
    return [(row.source, row.subject, row.version) for row in session.execute(gaps)]
