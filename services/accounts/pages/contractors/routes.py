"""The contractors of an account: a list, one to add, one to change."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.parties import number_in
from services.accounts.pages.contractors.schemas import ContractorFilters, ContractorForm
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.issuing.choices import countries
from services.accounts.pages.serials import serial_in
from services.accounts.parties import actions
from services.accounts.parties.models import Contractor
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("contractors")

CONTRACTORS = "/account/<prefix>/contractors"
LIMIT = 50

ADDED = N_("%(name)s is among the contractors.")
CHANGED = N_("%(name)s is changed. What was issued before stays as it was issued.")
REMOVED = N_("The contractor is removed. What was issued to it stays.")


@pages.read(CONTRACTORS, query=ContractorFilters)
def show_contractors(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """Contractors by their names, searched by name or number."""
    account = account_for(session, caller, prefix, "see_documents")
    wanted = actions.contractors_of(account)
    if text := query["q"]:
        wanted = wanted.where(actions.goes_by(text))
    by = [Contractor.name_key, Contractor.id]
    found: Page[Contractor] = paginate(session, wanted, by, limit=LIMIT, cursor=query["cursor"])
    facts = frame(session, caller, account)
    return Show("contractors/list.html", **facts, query=query, found=found)


@pages.read(f"{CONTRACTORS}/new")
def show_new_contractor(session: Session, caller: Caller, prefix: str) -> Show:
    """An empty form."""
    account = account_for(session, caller, prefix, "change_documents")
    facts = frame(session, caller, account)
    return Show("contractors/form.html", **facts, contractor=None, countries=countries())


@pages.write(CONTRACTORS + "/new", form=ContractorForm, again=show_new_contractor)
def add_contractor(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Keep a new contractor."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.add_contractor(session, account, _checked(form))
    return Go(f"/account/{account.prefix}/contractors", ADDED, name=form["name"])


@pages.read(f"{CONTRACTORS}/<serial>")
def show_contractor(session: Session, caller: Caller, prefix: str, serial: str) -> Show:
    """The contractor in its form."""
    account = account_for(session, caller, prefix, "see_documents")
    contractor = actions.get_contractor(session, account, serial_in(serial))
    facts = frame(session, caller, account)
    lists = countries(contractor.country)
    return Show("contractors/form.html", **facts, contractor=contractor, countries=lists)


@pages.write(f"{CONTRACTORS}/<serial>", form=ContractorForm, again=show_contractor)
def change_contractor(
    session: Session, caller: Caller, prefix: str, serial: str, form: dict[str, Any]
) -> Go:
    """Change the contractor."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.change_contractor(session, account, serial_in(serial), _checked(form))
    return Go(f"/account/{account.prefix}/contractors", CHANGED, name=form["name"])


@pages.write(f"{CONTRACTORS}/<serial>/remove", again=show_contractor)
def remove_contractor(session: Session, caller: Caller, prefix: str, serial: str) -> Go:
    """Forget the contractor."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.remove_contractor(session, account, serial_in(serial))
    return Go(f"/account/{account.prefix}/contractors", REMOVED)


def _checked(form: dict[str, Any]) -> dict[str, Any]:
    return form | {"tax_no": number_in(form["tax_no"], form["country"])}
