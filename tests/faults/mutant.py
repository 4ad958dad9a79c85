"""`python -m tests.faults.mutant NAME`: the system under its supervisor, by a broken design.

Its processes work as the mutant called NAME does, and die now and then at the worst moment;
those of `sound` die as well, and work as they should. So it is proved that the audit sees what
a broken design of the bus does.
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

RISK = 0.02
"""How likely a process dies each time that it comes to the worst moment."""


def die_now_and_then() -> None:
    # The processes are forked, and from one seed all would die at the same moments.
    if random.SystemRandom().random() < RISK:
        os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """A message or a publisher whose process may die before and after each call."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return _dying(found) if name in ("ack", "send") else found


def _dying(call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*given: Any, **named: Any) -> Any:
        die_now_and_then()
        result = call(*given, **named)
        die_now_and_then()
        return result

    return called


def sound() -> None:
    """The product's own design, whose processes die between any two of its steps."""
    on_message: Any = worker.Worker._on_message

    def taken(self: worker.Worker, message: Any, *rest: Any) -> None:
        die_now_and_then()
        on_message(self, Dying(message), *rest)

    _replace(worker.Worker, "_on_message", taken)
    _send_through(Dying)


def acknowledges_first() -> None:
    """The bus may forget a message before its effect is in the database."""
    on_message: Any = worker.Worker._on_message

    class Acknowledged(Dying):
        def ack(self) -> None:
            pass

    def taken(self: worker.Worker, message: Any, *rest: Any) -> None:
        message.ack()
        die_now_and_then()
        on_message(self, Acknowledged(message), *rest)

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

    def handle(self: intake.Intake, envelope: Envelope) -> Outcome:
        with self._sessions.begin() as session:
            act_as(session, Context(envelope.actor, envelope.id, envelope.correlation))
            inbox._handle(session, envelope, self._handlers)
        die_now_and_then()
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
    _send_through(Dying)


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
    publish = outbox.publish

    def later(session: Session, message: Any, **names: Any) -> None:
        context = context_of(session)

        def announce(_: Session) -> None:
            die_now_and_then()
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


def _send_through(wrapper: Callable[[Any], Any]) -> None:
    _replace(relay, "publisher", lambda *given: wrapper(publisher(*given)))


def _replace(owner: Any, name: str, value: Any) -> None:
    """Put `value` in the place of something that is there; a mutant of nothing proves nothing."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner} has no {name} any more")
    setattr(owner, name, value)


if __name__ == "__main__":
    {mutant.__name__: mutant for mutant in (sound, *MUTANTS)}[sys.argv[1]]()
    sys.exit(main([], os.environ))
