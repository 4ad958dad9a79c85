"""Ownership transfers over HTTP."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.ownership import actions
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.ownership.schemas import OfferBody, TransferView
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.web.api import Answer, Api
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match

api = Api("ownership")

COLLECTION = "/v1/accounts/<prefix>/ownership_transfers"
ONE = "/v1/ownership_transfers/<transfer_id>"


@api.write(
    "POST",
    COLLECTION,
    body=OfferBody,
    out=TransferView,
    status=201,
    codes=(
        "forbidden",
        "transfer_pending",
        "ownership_fresh",
        "account_frozen",
        "step_refused",
    ),
)
def offer_ownership(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """Offer the account to a person, who is invited by mail."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    transfer = actions.offer(session, account, **body)
    return Answer(transfer, headers={"Location": f"/v1/ownership_transfers/{transfer.id}"})


@api.read(COLLECTION, query=ListQuery, out=page_of(TransferView), codes=("forbidden",))
def list_transfers(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[OwnershipTransfer]:
    """The offers of the account, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    mine = select(OwnershipTransfer).where(OwnershipTransfer.account_id == account.id)
    return paginate(session, mine, by=[OwnershipTransfer.id], descending=True, **query)


@api.read(ONE, out=TransferView)
def get_transfer(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """One offer, for the invited person and the account's people."""
    return actions.visible(session, caller, transfer_id)


@api.write(
    "POST",
    f"{ONE}/accept",
    out=TransferView,
    codes=("forbidden", "step_refused", "email_not_verified", "account_frozen"),
)
def accept_ownership(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """Own the account from now on; only for the invited person."""
    transfer = actions.for_answer(session, caller, transfer_id)
    check_if_match(transfer.version)
    actions.accept(session, transfer, person(session, caller))
    return transfer


@api.write(
    "POST",
    f"{ONE}/decline",
    out=TransferView,
    codes=("forbidden", "step_refused", "email_not_verified"),
)
def decline_ownership(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """Say no to the account; only for the invited person."""
    transfer = actions.for_answer(session, caller, transfer_id)
    check_if_match(transfer.version)
    actions.decline(session, transfer, person(session, caller))
    return transfer


@api.write("POST", f"{ONE}/cancel", out=TransferView, codes=("forbidden", "step_refused"))
def cancel_ownership_offer(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """Take the offer back; only for the owner."""
    transfer = actions.for_owner(session, caller, transfer_id)
    check_if_match(transfer.version)
    actions.cancel(session, transfer)
    return transfer


@api.write(
    "POST",
    f"{ONE}/resend",
    out=TransferView,
    codes=("forbidden", "step_refused", "account_frozen"),
)
def resend_ownership_offer(session: Session, caller: Caller, transfer_id: str) -> OwnershipTransfer:
    """Mail the offer again; its 14 days begin anew, and the link before is dead."""
    transfer = actions.for_owner(session, caller, transfer_id)
    check_if_match(transfer.version)
    actions.resend(session, transfer)
    return transfer
