"""What a bulk job does to one client: the same actions that a request calls."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.assignments import actions as assignments
from services.bureau.clients import actions as clients
from services.bureau.clients.lifecycle import documents_are_open
from services.bureau.clients.models import Client
from services.bureau.desk import actions as desk
from services.bureau.handovers import actions as handovers
from shared.errors import Invalid, Refused
from shared.texts import N_

CLOSED = N_("The client's documents are closed to the bureau.")
NO_EMAIL = N_("No e-mail is given for this client.")

Arguments = Mapping[str, Any]
Undo = dict[str, Any]
Step = Callable[[Session, Client, Arguments], Undo | None]
"""Does its thing; gives the arguments with which the same step undoes it, where one can."""

CHANGED = N_("It was changed since the job that is undone.")


def detach(session: Session, client: Client, _: Arguments) -> None:
    clients.detach(session, client)


def hand_over(session: Session, client: Client, arguments: Arguments) -> None:
    """Offer the account to the client's e-mail in `emails`, or else to `email`."""
    email = arguments.get("emails", {}).get(client.prefix) or arguments.get("email")
    if email is None:
        raise Invalid(NO_EMAIL)
    handovers.offer(session, client, email)


def assign(session: Session, client: Client, arguments: Arguments) -> Undo:
    """The people; with the duties that an undo gives back."""
    before = assignments.of(session, client.id)
    duties = assignments.duties(session, [client.id]).get(client.id, {})
    _check_unchanged(before, arguments)
    duties_wanted = arguments.get("duties")
    assignments.assign(session, client, arguments["user_ids"], duties_wanted=duties_wanted)
    after = assignments.of(session, client.id)
    return {"user_ids": before, "duties": duties, "expected": after}


def note(session: Session, client: Client, arguments: Arguments) -> Undo:
    _check_unchanged(desk.of(session, client.id).note, arguments)
    before = desk.set_note(session, client, arguments["note"])
    return {"note": before, "expected": arguments["note"]}


def tag(session: Session, client: Client, arguments: Arguments) -> Undo:
    """Only what really changes is undone: a tag that was there before stays."""
    added, removed = desk.change_tags(
        session, client, add=arguments["add"], remove=arguments["remove"]
    )
    return {"add": removed, "remove": added}


def export(session: Session, client: Client, _: Arguments) -> None:
    """Let the client into the job's one export, which is asked for when all rows are done."""
    if not documents_are_open(client):
        raise Refused(CLOSED)


def _check_unchanged(present: Any, arguments: Arguments) -> None:
    """What somebody wrote after the job is not overwritten by its undoing."""
    if present != arguments.get("expected", present):
        raise Refused(CHANGED)


STEPS: Mapping[str, Step] = {
    "detach": detach,
    "handover": hand_over,
    "assign": assign,
    "export": export,
    "note": note,
    "tag": tag,
}

UNDOABLE = ("assign", "note", "tag")
