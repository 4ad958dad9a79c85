"""What changes in a transaction is noted here, and told to webhooks when it commits."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.orm import Session

from services.accounts.webhooks.kinds import Noun, Verb

NOTED = "changes"


@dataclass
class Change:
    """All that one transaction did to one thing, which has `id`, `serial` and `account_id`."""

    noun: Noun
    verb: Verb
    thing: Any


def note_change(session: Session, noun: Noun, verb: Verb, thing: Any) -> None:
    """The thing is new, other or gone once `session` commits; webhooks hear how it is then.

    Of several changes in a transaction they hear one: what is made and changed is new, what
    is made and deleted never was.
    """
    if NOTED not in session.info:
        session.info[NOTED] = {}
        event.listen(session, "before_commit", _tell)
    noted: dict[str, Change] = session.info[NOTED]
    known = noted.get(thing.id)
    if known is None:
        noted[thing.id] = Change(noun, verb, thing)
    elif verb == "delete" and known.verb == "create":
        del noted[thing.id]
    elif verb == "delete":
        known.verb = "delete"


def _tell(session: Any) -> None:
    if session.in_nested_transaction():  # A savepoint, which is no commit yet.
        return
    # What is told looks as the compatible API shows it, and that is built upon what notes here.
    from services.accounts.webhooks.telling import tell

    noted = cast("dict[str, Change]", session.info[NOTED])
    changes = list(noted.values())
    noted.clear()
    tell(session, changes)
