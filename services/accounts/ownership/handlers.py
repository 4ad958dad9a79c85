"""What ownership listens to: a bureau's hand-overs."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.accounts.models import Account
from services.accounts.freezes.rules import is_frozen
from services.accounts.ownership import actions
from services.accounts.ownership.lifecycle import LIFECYCLE
from services.accounts.ownership.models import OwnershipTransfer
from shared import outbox
from shared.contracts.accounts import HandoverRefused
from shared.contracts.bureau_endings import HandoverOffered, HandoverResent, HandoverWithdrawn
from shared.errors import Failure, Missing, Refused
from shared.inbox import Handlers
from shared.texts import N_

NO_ACCOUNT = N_("There is no such account.")
NOT_THE_OWNER = N_("The bureau does not own the account.")


def on_handover_offered(session: Session, message: HandoverOffered) -> None:
    """Invite the client's person, or say why not. The transfer has the hand-over's id."""
    if session.get(OwnershipTransfer, message.transfer_id):
        return
    try:
        actions.offer(
            session,
            _owned_by_bureau(session, message),
            email=message.email.lower(),
            transfer_id=message.transfer_id,
            expires_at=datetime.fromisoformat(message.expires_at),
        )
    except Failure as failure:
        _refuse(session, message, failure)


def on_handover_withdrawn(session: Session, message: HandoverWithdrawn) -> None:
    """Cancel the offer, unless it was answered before."""
    transfer = actions.locked_transfer(session, message.transfer_id)
    if transfer and LIFECYCLE.may(transfer, "cancel"):
        actions.cancel(session, transfer)


def on_handover_resent(session: Session, message: HandoverResent) -> None:
    """Mail the offer again, unless it was answered, has run out, or an operator has to decide."""
    transfer = actions.locked_transfer(session, message.transfer_id)
    if transfer is None or is_frozen(session, transfer.account_id):
        return
    if not actions.expire(session, transfer) and LIFECYCLE.may(transfer, "resend"):
        actions.resend(session, transfer)


def _owned_by_bureau(session: Session, message: HandoverOffered) -> Account:
    if session.get(Account, message.account_id) is None:
        raise Missing(NO_ACCOUNT)
    account = locked_account(session, message.account_id)
    if (account.owner_kind, account.owner_id) != ("bureau", message.bureau_id):
        raise Refused(NOT_THE_OWNER)
    return account


def _refuse(session: Session, message: HandoverOffered, failure: Failure) -> None:
    refusal = HandoverRefused(
        transfer_id=message.transfer_id,
        account_id=message.account_id,
        code=failure.code,
        detail=str(failure),
    )
    outbox.publish(session, refusal, subject_id=message.transfer_id)


HANDLERS: Handlers = {
    HandoverOffered: on_handover_offered,
    HandoverResent: on_handover_resent,
    HandoverWithdrawn: on_handover_withdrawn,
}
