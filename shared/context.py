"""Who acts in a session's transaction and why; history, outbox and log read it from there."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Context:
    """`actor` is `user/<id>`, `operator/<id>`, `product/<id>` or the name of a service.

    `cause` is the id of the message that is being handled, or of the request.
    `correlation` is the id of the first cause of the whole chain.
    """

    actor: str
    cause: str | None = None
    correlation: str | None = None


NOBODY = Context(actor="system")


def act_as(session: Session, context: Context) -> None:
    """Say who acts in `session` from now on."""
    session.info["context"] = context


def context_of(session: Session) -> Context:
    """Who acts in `session`; the system itself, where nobody said."""
    return cast("Context", session.info.get("context", NOBODY))
