"""What a bulk job does to one client: the same actions that a request calls."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.assignments import actions as assignments
from services.bureau.clients import actions as clients
from services.bureau.clients.lifecycle import documents_are_open
from services.bureau.clients.models import Client
from services.bureau.handovers import actions as handovers
from shared.errors import Invalid, Refused
from shared.texts import N_

CLOSED = N_("The client's documents are closed to the bureau.")
NO_EMAIL = N_("No e-mail is given for this client.")

Arguments = Mapping[str, Any]
Step = Callable[[Session, Client, Arguments], None]


def detach(session: Session, client: Client, _: Arguments) -> None:
    clients.detach(session, client)


def hand_over(session: Session, client: Client, arguments: Arguments) -> None:
    """Offer the account to the client's e-mail in `emails`, or else to `email`."""
    email = arguments.get("emails", {}).get(client.prefix) or arguments.get("email")
    if email is None:
        raise Invalid(NO_EMAIL)
    handovers.offer(session, client, email)


def assign(session: Session, client: Client, arguments: Arguments) -> None:
    assignments.assign(session, client, arguments["user_ids"])


def export(session: Session, client: Client, _: Arguments) -> None:
    """Let the client into the job's one export, which is asked for when all rows are done."""
    if not documents_are_open(client):
        raise Refused(CLOSED)


STEPS: Mapping[str, Step] = {
    "detach": detach,
    "handover": hand_over,
    "assign": assign,
    "export": export,
}
