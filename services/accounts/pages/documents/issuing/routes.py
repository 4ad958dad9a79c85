"""Issuing a document: the form, what its buttons do to it, and sending it."""

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.documents.issuing.actions import amounts_of_body, issue
from services.accounts.documents.listing import Side
from services.accounts.pages.documents.issuing.bodies import body_of
from services.accounts.pages.documents.issuing.drafts import Draft, worked_on
from services.accounts.pages.documents.issuing.fields import Form, compact
from services.accounts.pages.documents.issuing.prefilled import new_form
from services.accounts.pages.documents.issuing.previews import preview
from services.accounts.pages.documents.issuing.remembering import remembered
from services.accounts.pages.documents.issuing.schemas import NewFilters
from services.accounts.pages.documents.issuing.showing import shown
from services.accounts.pages.documents.routes import DOCUMENTS
from services.accounts.pages.documents.single.routes import page_of
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Runs

pages = Pages("issuing")

NEW = f"{DOCUMENTS}/new"

ISSUED = N_("%(number)s is issued.")
RECORDED = N_("%(number)s is recorded.")


@pages.read(NEW, query=NewFilters)
def show_new_document(
    session: Session, caller: Caller, prefix: str, query: dict[str, Side]
) -> Show | Response:
    """The empty form; or the one that was refused, as it was sent."""
    account = account_for(session, caller, prefix, "change_documents")
    sent = request.method == "POST"
    form = compact(MultiDict(request.form)) if sent else new_form(query["side"])
    return _shown(session, caller, account, query["side"], Draft(form))


@pages.write(f"{NEW}/draft", query=NewFilters, runs=Runs.READING)
def draft_new_document(
    session: Session, caller: Caller, prefix: str, query: dict[str, Side]
) -> Show | Response:
    """The form with its sums, and with what its buttons do; keeps nothing."""
    account = account_for(session, caller, prefix, "change_documents")
    draft = worked_on(session, account)
    return _shown(session, caller, account, query["side"], draft)


@pages.write(NEW, query=NewFilters, again=show_new_document)
def issue_on_page(session: Session, caller: Caller, prefix: str, query: dict[str, Side]) -> Go:
    """Issue the document, or record the cost."""
    account = account_for(session, caller, prefix, "change_documents")
    form: Form = MultiDict(request.form)
    said = ISSUED if query["side"] != "costs" else RECORDED
    body = body_of(form)
    contractor = remembered(session, account, form, body)
    document = issue(session, account, body, contractor_id=contractor)
    return Go(page_of(account.prefix, document.id), said, number=document.number)


def _shown(
    session: Session, caller: Caller, account: Account, side: Side, draft: Draft
) -> Show | Response:
    address = f"/account/{account.prefix}/documents/new"
    return shown(
        session,
        caller,
        account,
        side=side,
        draft=draft,
        action=f"{address}?side={side}",
        draft_at=f"{address}/draft?side={side}",
        preview=preview(draft.form, amounts_of_body),
        document=None,
    )
