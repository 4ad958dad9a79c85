"""What accounts says of clients that leave by themselves."""

from sqlalchemy.orm import Session

from services.bureau.leaving import actions
from services.bureau.leaving.models import STARTED
from shared.contracts.account_endings import (
    LeavingCompleted,
    LeavingHandedOver,
    LeavingStarted,
    LeavingStopped,
    LeavingWithdrawn,
)
from shared.inbox import Handlers

AnyLeaving = (
    LeavingStarted | LeavingHandedOver | LeavingWithdrawn | LeavingStopped | LeavingCompleted
)


def on_leaving_started(session: Session, message: LeavingStarted) -> None:
    _note(session, message, STARTED)


def on_leaving_handed_over(session: Session, message: LeavingHandedOver) -> None:
    _note(session, message, "handed_over")


def on_leaving_withdrawn(session: Session, message: LeavingWithdrawn) -> None:
    _note(session, message, "withdrawn")


def on_leaving_stopped(session: Session, message: LeavingStopped) -> None:
    _note(session, message, "stopped", reason=message.reason)


def on_leaving_completed(session: Session, message: LeavingCompleted) -> None:
    _note(session, message, "completed")


def _note(
    session: Session, message: AnyLeaving, outcome: str, *, reason: str | None = None
) -> None:
    actions.note(
        session,
        message.link_id,
        account_id=message.account_id,
        leaving_id=message.leaving_id,
        outcome=outcome,
        since=message.since,
        deadline=message.deadline,
        reason=reason,
    )


HANDLERS: Handlers = {
    LeavingStarted: on_leaving_started,
    LeavingHandedOver: on_leaving_handed_over,
    LeavingWithdrawn: on_leaving_withdrawn,
    LeavingStopped: on_leaving_stopped,
    LeavingCompleted: on_leaving_completed,
}
