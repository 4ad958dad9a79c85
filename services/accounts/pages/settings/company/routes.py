"""Dane firmy: what stands on documents and in JPK files."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.accounts import actions
from services.accounts.pages.countries import countries
from services.accounts.pages.settings.company.schemas import CompanyForm
from services.accounts.pages.settings.frame import frame
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("company")

COMPANY = "/account/<prefix>/settings/company"

SAVED = N_("The firm's data are saved. They stand on documents that are issued from now on.")


@pages.read(COMPANY)
def show_company(session: Session, caller: Caller, prefix: str) -> Show:
    """The firm's data as they are."""
    account = account_for(session, caller, prefix, "settings")
    return Show(
        "settings/company/company.html",
        **frame(session, account, "company"),
        company=account.company,
        countries=countries(),
    )


@pages.write(COMPANY, form=CompanyForm, again=show_company)
def save_company(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Change the firm's data."""
    account = locked_account_for(session, caller, prefix, "settings")
    actions.change_company(session, account, form["company"])
    return Go(f"/account/{account.prefix}/settings/company", SAVED)
