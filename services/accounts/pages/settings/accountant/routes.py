"""The accountant from outside: invited, replaced, disconnected."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.accounts.models import Account
from services.accounts.invitations import actions as invitations
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.pages.settings.frame import frame
from services.accounts.users import accountants, giving
from services.accounts.users.actions import holder
from services.accounts.users.models import AccountantAccess, Holder
from services.accounts.users.schemas import AccountantBody
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("accountant")

ACCOUNTANT = "/account/<prefix>/settings/accountant"

INVITED = N_("The invitation is on its way to %(email)s. It is good for 14 days.")
DISCONNECTED = N_("The accountant has no access any more.")


@pages.read(ACCOUNTANT)
def show_accountant(session: Session, caller: Caller, prefix: str) -> Show:
    """Who the accountant is, and the form that invites one."""
    account = account_for(session, caller, prefix, "settings")
    return Show(
        "settings/accountant/accountant.html",
        **frame(session, account, "accountant"),
        accountant=_accountant(session, account),
        invitation=_invitation(session, account),
        has_bureau=account.bureau_id is not None,
    )


@pages.write(ACCOUNTANT, form=AccountantBody, again=show_accountant)
def let_accountant_in(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Invite an accountant; the one before them is disconnected."""
    account = locked_account_for(session, caller, prefix, "settings")
    giving.let_accountant_in(session, caller, account, form)
    address = f"/account/{account.prefix}/settings/accountant"
    return Go(address, INVITED, email=form["email"])


@pages.write(f"{ACCOUNTANT}/disconnect", again=show_accountant)
def disconnect_accountant(session: Session, caller: Caller, prefix: str) -> Go:
    """End the accountant's access at once."""
    account = locked_account_for(session, caller, prefix, "settings")
    accountants.disconnect_accountant(session, account)
    return Go(f"/account/{account.prefix}/settings/accountant", DISCONNECTED)


def _accountant(session: Session, account: Account) -> Holder | None:
    access = session.get(AccountantAccess, account.id)
    return holder(session, account, access.user_id) if access else None


def _invitation(session: Session, account: Account) -> Invitation | None:
    """The invitation that the accountant has not answered yet."""
    to_one = Invitation.purpose == Purpose.ACCOUNTANT_ACCESS
    query = invitations.unanswered_of(account).where(to_one).order_by(Invitation.id.desc())
    return session.scalars(query.limit(1)).one_or_none()
