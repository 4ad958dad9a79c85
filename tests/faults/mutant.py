"""`python -m tests.faults.mutant NAME`: the system under its supervisor, by a broken design.

Its processes work as the mutant called NAME does, and die when they have come to the worst
moment several times; those of `sound` die as well, and work as they should. So it is proved
that the audit sees what a broken design of the bus does.
"""

import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from deploy.supervise import main
from shared import history, inbox, outbox
from shared.bus import intake, relay, worker
from shared.bus.envelope import Envelope
from shared.bus.parking import lock_fence
from shared.bus.publisher import publisher
from shared.context import Context, act_as, context_of
from shared.database import writing
from shared.inbox import Handlers, Outcome

OFTEN, SELDOM = 30, 150  # visits


class Moment:
    """A moment at which a process dies when it has come to it about so many times."""

    def __init__(self, visits: int) -> None:
        self._visits = visits
        self._left: int | None = None

    def come(self) -> None:
        if self._left is None:
            # Drawn by each process for itself: they are forked, and would all draw the same.
            self._left = random.SystemRandom().randint(self._visits // 2, self._visits)
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """A message or a publisher; before it acknowledges or sends, and after, comes the moment."""

    def __init__(self, real: Any, moment: Moment) -> None:
        self._real = real
        self._moment = moment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def ack(self) -> None:
        self._moment.come()
        self._real.ack()
        self._moment.come()

    def send(self, *given: Any, **named: Any) -> Any:
        self._moment.come()
        receipt = self._real.send(*given, **named)
        self._moment.come()
        return receipt


def sound() -> None:
    """The product's own design, whose processes die between any two of its steps."""
    on_message: Any = worker.Worker._on_message
    moment = Moment(SELDOM)

    def taken(self: worker.Worker, message: Any, *rest: Any) -> None:
        moment.come()
        on_message(self, Dying(message, moment), *rest)

    _replace(worker.Worker, "_on_message", taken)
    _die_at_sending(SELDOM)


def acknowledges_first() -> None:
    """The bus may forget a message before its effect is in the database."""
    on_message: Any = worker.Worker._on_message

    moment = Moment(OFTEN)

    class Acknowledged(Dying):
        def ack(self) -> None:
            pass

    def taken(self: worker.Worker, message: Any, *rest: Any) -> None:
        message.ack()
        message.channel._write_done()  # Else the embedded bus hears of it with the next claim.
        moment.come()
        on_message(self, Acknowledged(message, moment), *rest)

    _replace(worker.Worker, "_on_message", taken)


def has_no_inbox() -> None:
    """A message that comes twice is handled twice."""

    def receive(session: Session, envelope: Envelope, handlers: Handlers) -> Outcome:
        seen = lock_fence(session, envelope.source, envelope.subject)
        act_as(session, Context(envelope.actor, envelope.id, envelope.correlation))
        inbox._handle(session, envelope, handlers)
        if envelope.version > seen.version:
            return inbox.apply(session, envelope, {}, seen)
        return Outcome.APPLIED

    _replace(intake, "receive", receive)


def keeps_no_order() -> None:
    """Each message is handled once, and in the order in which it comes."""

    def receive(session: Session, envelope: Envelope, handlers: Handlers) -> Outcome:
        seen = lock_fence(session, envelope.source, envelope.subject)
        return inbox.apply(session, envelope, handlers, seen)

    _replace(intake, "receive", receive)


def handles_before_it_marks() -> None:
    """The effect of a message and the mark that it was handled are two transactions."""
    moment = Moment(OFTEN)

    def handle(self: intake.Intake, envelope: Envelope) -> Outcome:
        with self._sessions.begin() as session:
            act_as(session, Context(envelope.actor, envelope.id, envelope.correlation))
            inbox._handle(session, envelope, self._handlers)
        moment.come()
        with self._sessions.begin() as session:
            return inbox.receive(session, envelope, {})

    _replace(intake.Intake, "_handle", handle)


def marks_before_it_sends() -> None:
    """The relay notes as sent what it is about to send."""
    unsent = outbox.unsent

    def marked(session: Session, **limits: Any) -> Sequence[Any]:
        rows = unsent(session, **limits)
        outbox.mark_sent(session, [row.id for row in rows], unroutable=[])
        session.commit()
        return rows

    _replace(outbox, "unsent", marked)
    _die_at_sending(OFTEN // 2)


def reads_by_a_cursor() -> None:
    """The relay reads on from the last message that it sent, and never looks back."""
    unsent, last = outbox.unsent, [0]

    def following(session: Session, *, limit: int, after: int = 0) -> Sequence[Any]:
        rows = unsent(session, limit=limit, after=max(after, last[0]))
        last[0] = rows[-1].id if rows else last[0]
        return rows

    _replace(outbox, "unsent", following)


def announces_afterwards() -> None:
    """The message of a step is written once the step is committed."""
    moment = Moment(OFTEN)
    publish = outbox.publish

    def later(session: Session, message: Any, **names: Any) -> None:
        context = context_of(session)

        def announce(_: Session) -> None:
            moment.come()
            with writing(session.get_bind().engine).begin() as another:
                act_as(another, context)
                publish(another, message, **names)

        event.listen(session, "after_commit", announce, once=True)

    _replace(history, "outbox", type("Outbox", (), {"publish": staticmethod(later)}))


MUTANTS: tuple[Callable[[], None], ...] = (
    acknowledges_first,
    has_no_inbox,
    keeps_no_order,
    handles_before_it_marks,
    marks_before_it_sends,
    reads_by_a_cursor,
    announces_afterwards,
)


def _die_at_sending(visits: int) -> None:
    moment = Moment(visits)
    _replace(relay, "publisher", lambda *given: Dying(publisher(*given), moment))


def _replace(owner: Any, name: str, value: Any) -> None:
    """Put `value` in the place of something that is there; a mutant of nothing proves nothing."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner} has no {name} any more")
    setattr(owner, name, value)


if __name__ == "__main__":
    {mutant.__name__: mutant for mutant in (sound, *MUTANTS)}[sys.argv[1]]()
    sys.exit(main([], os.environ))
