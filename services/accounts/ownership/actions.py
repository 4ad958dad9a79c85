"""Offering an account to its next owner, and what the answer does."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import locked_account, roles_in
from services.accounts.accounts.models import Account
from services.accounts.addresses import TRANSFERS, VERIFICATION
from services.accounts.database import locked
from services.accounts.deletions.endings import refuse_deletion
from services.accounts.freezes.objections import ask_both
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.invitations.actions import invite, withdraw
from services.accounts.invitations.models import Purpose
from services.accounts.leaving.endings import note_handed_over
from services.accounts.ownership.fresh import refuse_fresh
from services.accounts.ownership.lifecycle import LIFECYCLE, State
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.ownership.owners import give_to
from services.accounts.users.models import User
from shared.auth.caller import Caller
from shared.clock import now, rfc3339
from shared.errors import Forbidden, Invalid, Missing, Refused
from shared.history import take
from shared.ids import new_id
from shared.texts import N_

STANDS = timedelta(days=14)

PENDING = N_("The account is being offered to %(email)s already.")
OWNS_ALREADY = N_("This person owns the account already.")
NO_TRANSFER = N_("There is no such transfer, or none that you may know of.")
NOT_INVITED = N_("Only the person to whom the account is offered may answer.")
NOT_OWNER = N_("Only the owner may change the offer or take it back.")
OWNER_CHANGED = N_("The account has another owner since it was offered.")


def offer(
    session: Session,
    account: Account,
    *,
    email: str,
    transfer_id: str | None = None,
    expires_at: datetime | None = None,
) -> OwnershipTransfer:
    """Invite a person to own the locked account; nothing changes before they accept."""
    refuse_frozen(session, account)
    _refuse_second_offer(session, account)
    refuse_fresh(session, account)
    refuse_deletion(session, account)
    _refuse_owner(session, account, email)
    transfer = OwnershipTransfer(
        id=transfer_id or new_id(),
        account=account,
        owner_version=account.owner_version,
        email=email,
        offered_at=now(),
        expires_at=expires_at or now() + STANDS,
    )
    session.add(transfer)
    _take(session, transfer, "offer")
    _invite(session, transfer)
    return transfer


def resend(session: Session, transfer: OwnershipTransfer) -> None:
    """Mail the offer again: it stands for 14 days from now, and the link before is dead."""
    refuse_frozen(session, transfer.account)
    _expire_if_due(session, transfer)
    transfer.expires_at = now() + STANDS
    _take(session, transfer, "resend")
    _invite(session, transfer)


def accept(session: Session, transfer: OwnershipTransfer, taker: User) -> None:
    """The invited person owns the account from now on.

    `transfer` is locked. Owner, roles and what they announce change in this one transaction;
    whoever owned the account before stays: a person as administrator, a bureau as accountant.
    """
    refuse_frozen(session, transfer.account)
    if transfer.account.owner_version != transfer.owner_version:
        raise Refused(OWNER_CHANGED)
    _answer(session, transfer, "accept", taker)
    note_handed_over(session, transfer.account)
    ask_both(session, give_to(session, transfer.account, taker))


def decline(session: Session, transfer: OwnershipTransfer, taker: User) -> None:
    """The invited person does not want the account."""
    _answer(session, transfer, "decline", taker)


def cancel(session: Session, transfer: OwnershipTransfer) -> None:
    """The owner takes the offer back."""
    _expire_if_due(session, transfer)
    _take(session, transfer, "cancel")
    _close_invitation(session, transfer)


def expire(session: Session, transfer: OwnershipTransfer) -> bool:
    """End an offer that nobody answered in time; says whether this is one."""
    if not _expire_if_due(session, transfer):
        return False
    _close_invitation(session, transfer)
    return True


def offered_to(session: Session, email: str) -> list[OwnershipTransfer]:
    """The open offers to the person with this e-mail."""
    query = select(OwnershipTransfer).where(
        OwnershipTransfer.email == email, OwnershipTransfer.state == State.OFFERED
    )
    return list(session.scalars(query.order_by(OwnershipTransfer.id)))


def visible(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """The transfer, if the caller was invited or sees the account."""
    return _visible(session, caller, session.get(OwnershipTransfer, transfer_id))


def for_answer(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """The transfer, locked, if it was offered to the caller; Forbidden if it was to another."""
    transfer = _visible(session, caller, locked_transfer(session, transfer_id))
    if not _is_invited(caller, transfer):
        raise Forbidden(NOT_INVITED)
    return transfer


def for_owner(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """The transfer, locked, if the caller owns the account; Forbidden for all others."""
    transfer = _visible(session, caller, locked_transfer(session, transfer_id))
    if "owner" not in roles_in(session, caller, transfer.account):
        raise Forbidden(NOT_OWNER)
    return transfer


def locked_transfer(session: Session, transfer_id: str) -> OwnershipTransfer | None:
    """The transfer, after its account was locked: nobody else answers or changes users now."""
    account_id = session.scalar(
        select(OwnershipTransfer.account_id).where(OwnershipTransfer.id == transfer_id)
    )
    if account_id is None:
        return None
    locked_account(session, account_id)
    return locked(session, OwnershipTransfer, transfer_id)


def open_transfer(session: Session, account_id: str) -> OwnershipTransfer | None:
    """The one open offer of an account."""
    query = select(OwnershipTransfer).where(
        OwnershipTransfer.account_id == account_id, OwnershipTransfer.state == State.OFFERED
    )
    return session.scalars(query).one_or_none()


def _visible(
    session: Session, caller: Caller, transfer: OwnershipTransfer | None
) -> OwnershipTransfer:
    if transfer is None or not (
        _is_invited(caller, transfer) or roles_in(session, caller, transfer.account)
    ):
        raise Missing(NO_TRANSFER)
    return transfer


def _is_invited(caller: Caller, transfer: OwnershipTransfer) -> bool:
    return caller.kind == "user" and caller.email == transfer.email


def _answer(session: Session, transfer: OwnershipTransfer, trigger: str, taker: User) -> None:
    transfer.taker = taker
    _expire_if_due(session, transfer)
    try:
        _take(session, transfer, trigger)
    except Refused as refused:
        refused.fix = VERIFICATION if refused.code == "email_not_verified" else None
        raise
    _close_invitation(session, transfer)


def _expire_if_due(session: Session, transfer: OwnershipTransfer) -> bool:
    """An offer whose time is up is answered by that, even if no chore has looked yet."""
    if not LIFECYCLE.may(transfer, "expire"):
        return False
    _take(session, transfer, "expire")
    return True


def _take(session: Session, transfer: OwnershipTransfer, trigger: str) -> None:
    take(
        session,
        LIFECYCLE,
        transfer,
        trigger,
        transfer_id=transfer.id,
        account_id=transfer.account.id,
        email=transfer.email,
        expires_at=rfc3339(transfer.expires_at),
    )


def _invite(session: Session, transfer: OwnershipTransfer) -> None:
    invite(
        session,
        transfer.account,
        purpose=Purpose.OWNERSHIP,
        email=transfer.email,
        role="owner",
        transfer_id=transfer.id,
        expires_at=transfer.expires_at,
    )


def _close_invitation(session: Session, transfer: OwnershipTransfer) -> None:
    withdraw(session, transfer.account_id, transfer.email, Purpose.OWNERSHIP)


def _refuse_second_offer(session: Session, account: Account) -> None:
    pending = open_transfer(session, account.id)
    if pending and not expire(session, pending):
        fix = TRANSFERS.format(prefix=account.prefix)
        raise Refused(PENDING, code="transfer_pending", fix=fix, email=pending.email)


def _refuse_owner(session: Session, account: Account, email: str) -> None:
    owner = session.get(User, account.owner_id) if account.owner_kind == "user" else None
    if owner and owner.email == email:
        raise Invalid(OWNS_ALREADY, errors=[{"pointer": "/email", "detail": OWNS_ALREADY}])
