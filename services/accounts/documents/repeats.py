"""Idempotency keys of work that has transactions of its own."""

from collections.abc import Callable

from flask import Response, current_app
from sqlalchemy.orm import Session, sessionmaker

from shared.auth.caller import Caller
from shared.web import idempotency


def once(caller: Caller, print_: bytes, work: Callable[[], Response]) -> Response:
    """The answer of `work`, or the one that this Idempotency-Key got before.

    Work in many transactions keeps its key at its end: a crash leaves the key free, and what
    was recorded is skipped by the repeat. Of two at once the first to end answers both.
    """
    key = idempotency.requested_key()
    if key is None:
        return work()
    sessions: sessionmaker[Session] = current_app.extensions["writing"]
    mark = idempotency.fingerprint(print_)
    with sessions() as session:  # Rolled back: nothing is kept before the work is done.
        known = idempotency.reserve(session, caller.actor, key, mark)
    if known:
        return known
    answer = work()
    with sessions.begin() as session:
        known = idempotency.reserve(session, caller.actor, key, mark)
        if known is None:
            kept = (
                answer.get_data(as_text=True),
                answer.status_code,
                {"Content-Type": "application/json"},
            )
            idempotency.keep(session, caller.actor, key, kept)
    return known or answer
