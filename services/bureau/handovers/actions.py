"""Offering an account to the client's person, and following what becomes of the offer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.clients import actions as clients
from services.bureau.clients.lifecycle import client_owns_account, may_be_offered
from services.bureau.clients.models import Client
from services.bureau.handovers.models import Handover
from shared import outbox
from shared.clock import now, rfc3339
from shared.contracts.bureau_endings import HandoverOffered, HandoverResent, HandoverWithdrawn
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_

LIFE = timedelta(days=14)

ACCEPTED, CANCELLED, REFUSED = "accepted", "cancelled", "refused"
RETURNED = "returned"  # Accepted, and given back to the bureau by an operator.

THEIRS = N_("The client owns the account already. To end the co-operation, detach it.")
NOT_ACTIVE = N_("Only an active client can be handed over; this one is “%(state)s”.")
PENDING = N_("The account is being offered to %(email)s already.")
NONE_OPEN = N_("No hand-over of this client is open.")


def offer(session: Session, client: Client, email: str) -> Handover:
    """Offer the account to the person with this e-mail; accounts invites them."""
    check_offer(session, client)
    handover = Handover(
        id=new_id(),
        bureau_id=client.bureau_id,
        account_id=client.account_id,
        email=email,
        expires_at=now() + LIFE,
    )
    session.add(handover)
    clients.touch(client)
    session.flush()
    news = HandoverOffered(
        transfer_id=handover.id,
        account_id=client.account_id,
        bureau_id=client.bureau_id,
        email=email,
        expires_at=rfc3339(handover.expires_at),
    )
    # One stream per account: accounts sees a withdrawal before the next offer.
    outbox.publish(session, news, subject_id=client.account_id)
    return handover


def check_offer(session: Session, client: Client) -> None:
    """Raise Refused where the account can't be offered to anybody now."""
    if client_owns_account(client):
        raise Refused(THEIRS)
    if not may_be_offered(client):
        raise Refused(NOT_ACTIVE, state=client.state.value)
    former = find(session, client.bureau_id, [client.account_id]).get(client.account_id)
    # After `accepted` the news of the new owner is on its way; there is nothing left to offer.
    if former and former.outcome in (None, ACCEPTED):
        raise Refused(PENDING, code="transfer_pending", email=former.email)


def withdraw(session: Session, client: Client) -> None:
    """Take the open offer back; if it was accepted meanwhile, accounts will say so."""
    handover = find_open(session, client.bureau_id, client.account_id)
    handover.outcome = CANCELLED
    clients.touch(client)
    news = HandoverWithdrawn(
        transfer_id=handover.id, account_id=client.account_id, bureau_id=client.bureau_id
    )
    outbox.publish(session, news, subject_id=client.account_id)


def resend(session: Session, client: Client) -> Handover:
    """Have the open offer mailed again; accounts says until when it stands then."""
    handover = find_open(session, client.bureau_id, client.account_id)
    news = HandoverResent(
        transfer_id=handover.id, account_id=client.account_id, bureau_id=client.bureau_id
    )
    outbox.publish(session, news, subject_id=client.account_id)
    return handover


def note_offered(
    session: Session, transfer_id: str, *, account_id: str, email: str, expires_at: str
) -> None:
    """Follow an offer that was made in accounts; what a client's own person offers is not ours."""
    account = accounts.get(session, account_id)
    known = session.get(Handover, transfer_id)
    if known:
        return _stand_until(session, known, expires_at)
    if account.owner_kind != "bureau":
        return None
    client = clients.lock_living(session, account_id)
    session.add(
        Handover(
            id=transfer_id,
            bureau_id=account.owner_id,
            account_id=account_id,
            email=email,
            expires_at=datetime.fromisoformat(expires_at),
        )
    )
    if client:
        clients.touch(client)
    return None


def note_returned(session: Session, account_id: str) -> None:
    """The account went back to the bureau: what was accepted before counts no more."""
    session.execute(
        update(Handover)
        .where(Handover.account_id == account_id, Handover.outcome == ACCEPTED)
        .values(outcome=RETURNED)
    )


def note_outcome(
    session: Session,
    transfer_id: str,
    outcome: str,
    *,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    """Take over how the transfer ended; an acceptance counts even after a withdrawal."""
    handover = session.get(Handover, transfer_id)
    if handover is None:
        return
    client = clients.lock_living(session, handover.account_id)
    session.refresh(handover, with_for_update=True)
    if handover.outcome is not None and outcome != ACCEPTED:
        return
    handover.outcome, handover.reason, handover.detail = outcome, reason, detail
    if client:
        clients.touch(client)


def _stand_until(session: Session, handover: Handover, expires_at: str) -> None:
    """The offer was mailed again, and stands for longer."""
    moment = datetime.fromisoformat(expires_at)
    if handover.outcome is None and handover.expires_at < moment:
        handover.expires_at = moment
        client = clients.lock_living(session, handover.account_id)
        if client:
            clients.touch(client)


def find_open(session: Session, bureau_id: str, account_id: str) -> Handover:
    """The open offer of the account; Missing where none is."""
    handover = find(session, bureau_id, [account_id]).get(account_id)
    if handover is None or handover.outcome is not None:
        raise Missing(NONE_OPEN)
    return handover


def find(session: Session, bureau_id: str, account_ids: Sequence[str]) -> dict[str, Handover]:
    """The bureau's offer of each of these accounts: the open one, or how the last one ended."""
    decisive = (
        func.max(case((Handover.outcome.is_(None), Handover.id))),
        func.max(case((Handover.outcome == ACCEPTED, Handover.id))),
        func.max(Handover.id),
    )
    chosen = (
        select(func.coalesce(*decisive))
        .where(Handover.bureau_id == bureau_id, Handover.account_id.in_(account_ids))
        .group_by(Handover.account_id)
    )
    rows = session.scalars(select(Handover).where(Handover.id.in_(chosen)))
    return {handover.account_id: handover for handover in rows}
