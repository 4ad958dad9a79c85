"""What accounts says of ownership transfers."""

from sqlalchemy.orm import Session

from services.bureau.handovers import actions
from shared.contracts.accounts import (
    HandoverRefused,
    TransferAccepted,
    TransferCancelled,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from shared.inbox import Handlers


def on_transfer_offered(session: Session, message: TransferOffered) -> None:
    actions.note_offered(
        session,
        message.transfer_id,
        account_id=message.account_id,
        email=message.email,
        expires_at=message.expires_at,
    )


def on_transfer_accepted(session: Session, message: TransferAccepted) -> None:
    actions.note_outcome(session, message.transfer_id, actions.ACCEPTED)


def on_transfer_declined(session: Session, message: TransferDeclined) -> None:
    actions.note_outcome(session, message.transfer_id, "declined")


def on_transfer_expired(session: Session, message: TransferExpired) -> None:
    actions.note_outcome(session, message.transfer_id, "expired")


def on_transfer_cancelled(session: Session, message: TransferCancelled) -> None:
    actions.note_outcome(session, message.transfer_id, actions.CANCELLED)


def on_handover_refused(session: Session, message: HandoverRefused) -> None:
    actions.note_outcome(
        session,
        message.transfer_id,
        actions.REFUSED,
        reason=message.code,
        detail=message.detail,
    )


HANDLERS: Handlers = {
    TransferOffered: on_transfer_offered,
    TransferAccepted: on_transfer_accepted,
    TransferDeclined: on_transfer_declined,
    TransferExpired: on_transfer_expired,
    TransferCancelled: on_transfer_cancelled,
    HandoverRefused: on_handover_refused,
}
