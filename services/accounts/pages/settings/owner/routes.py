"""The owner of an account on pages: offer it, repeat or take back the offer, delete it."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.accounts.models import Account
from services.accounts.deletions import actions as deletions
from services.accounts.ownership import actions as ownership
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.ownership.schemas import OfferBody
from services.accounts.pages.settings.owner.reads import owner_facts
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("owner")

OWNER = "/account/<prefix>/settings/owner"
OFFER = f"{OWNER}/offers/<transfer_id>"
DELETION = f"{OWNER}/deletion"

OFFERED = N_("The account is offered to %(email)s. Nothing changes before they accept.")
OFFERED_AGAIN = N_("The offer was mailed to %(email)s again. The link before is dead.")
CANCELLED = N_("The offer is taken back.")
LINK_SENT = N_("A link that confirms the deletion is on its way to %(email)s.")
STAYS = N_("The account stays. Nothing will be deleted.")


@pages.read(OWNER)
def show_owner(session: Session, caller: Caller, prefix: str) -> Show:
    """Who owns the account, and what is going on about that."""
    account = account_for(session, caller, prefix, "settings")
    return Show("settings/owner/owner.html", **owner_facts(session, caller, account))


def show_owner_again(session: Session, caller: Caller, prefix: str, **_: str) -> Show:
    """The page once more, after an answer to an offer was refused."""
    return show_owner(session, caller, prefix)  # type: ignore[no-any-return]


@pages.write(OWNER, form=OfferBody, again=show_owner)
def offer_account(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Offer the account to a person."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    transfer = ownership.offer(session, account, **form)
    return _back(account, OFFERED, email=transfer.email)


@pages.write(f"{OFFER}/resend", again=show_owner_again)
def resend_offer(session: Session, caller: Caller, prefix: str, transfer_id: str) -> Go:
    """Mail the offer again."""
    transfer = _offer(session, caller, prefix, transfer_id)
    ownership.resend(session, transfer)
    return _back(transfer.account, OFFERED_AGAIN, email=transfer.email)


@pages.write(f"{OFFER}/cancel", again=show_owner_again)
def cancel_offer(session: Session, caller: Caller, prefix: str, transfer_id: str) -> Go:
    """Take the offer back."""
    transfer = _offer(session, caller, prefix, transfer_id)
    ownership.cancel(session, transfer)
    return _back(transfer.account, CANCELLED)


@pages.write(DELETION, again=show_owner)
def ask_for_deletion(session: Session, caller: Caller, prefix: str) -> Go:
    """Have a link mailed that confirms the deletion."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    user = person(session, caller)
    deletions.ask(session, account, user)
    return _back(account, LINK_SENT, email=user.email)


@pages.write(f"{DELETION}/withdraw", again=show_owner)
def withdraw_deletion(session: Session, caller: Caller, prefix: str) -> Go:
    """Take the deletion back."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    deletions.withdraw(session, account)
    return _back(account, STAYS)


def _back(account: Account, notice: str, **facts: str) -> Go:
    return Go(f"/account/{account.prefix}/settings/owner", notice, **facts)


def _offer(session: Session, caller: Caller, prefix: str, transfer_id: str) -> OwnershipTransfer:
    """An offer of this account, locked for its owner."""
    account = account_for(session, caller, prefix, "settings")
    transfer = ownership.for_owner(session, caller, transfer_id)
    if transfer.account_id != account.id:
        raise Missing(ownership.NO_TRANSFER)
    return transfer
