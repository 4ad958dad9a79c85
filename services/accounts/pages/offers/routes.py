"""An account that is offered to who is signed in: what that means, yes or no."""

from sqlalchemy.orm import Session

from services.accounts.freezes.rules import is_frozen
from services.accounts.ownership import actions
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.clock import now
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("offers")

OFFER = "/offers/<transfer_id>"

TAKEN = N_("You own the account “%(prefix)s” from now on.")
DECLINED = N_("You declined the account “%(prefix)s”. Nothing has changed there.")


@pages.read(OFFER)
def show_offer(session: Session, caller: Caller, transfer_id: str) -> Show | Go:
    """Whose account it is and what taking it over means; its own people see their settings."""
    transfer = actions.visible(session, caller, transfer_id)
    if transfer.email != caller.email:
        return Go(f"/account/{transfer.account.prefix}/settings/owner")
    return Show(
        "offers/offer.html",
        transfer=transfer,
        is_open=transfer.state.value == "offered" and now() < transfer.expires_at,
        is_frozen=is_frozen(session, transfer.account_id),
        me=person(session, caller),
    )


@pages.write(f"{OFFER}/accept", again=show_offer)
def accept_offer(session: Session, caller: Caller, transfer_id: str) -> Go:
    """Own the account from now on."""
    transfer = actions.for_answer(session, caller, transfer_id)
    actions.accept(session, transfer, person(session, caller))
    prefix = transfer.account.prefix
    return Go(f"/account/{prefix}/settings/owner", TAKEN, prefix=prefix)


@pages.write(f"{OFFER}/decline", again=show_offer)
def decline_offer(session: Session, caller: Caller, transfer_id: str) -> Go:
    """Say no."""
    transfer = actions.for_answer(session, caller, transfer_id)
    actions.decline(session, transfer, person(session, caller))
    return Go("/", DECLINED, prefix=transfer.account.prefix)
