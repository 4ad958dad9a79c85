"""Correcting a document on a page: its rows are written as they should have been."""

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.documents.actions import get_document, locked_document
from services.accounts.documents.issuing.corrections import (
    check_correctable,
    correct,
    corrections_of,
    preview,
    standing_rows,
)
from services.accounts.documents.models import Document
from services.accounts.pages.documents.issuing.bodies import correction_of
from services.accounts.pages.documents.issuing.drafts import Draft, worked_on
from services.accounts.pages.documents.issuing.fields import Form, compact
from services.accounts.pages.documents.issuing.prefilled import correction_form
from services.accounts.pages.documents.issuing.previews import preview_of_changes
from services.accounts.pages.documents.issuing.seen import check_seen
from services.accounts.pages.documents.issuing.showing import shown
from services.accounts.pages.documents.single.routes import DOCUMENT, page_of
from services.accounts.pages.documents.words import side_of
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Runs

pages = Pages("correcting")

CORRECT = f"{DOCUMENT}/correct"
CORRECTED = N_("The correction %(number)s is issued.")


@pages.read(CORRECT)
def show_correction(
    session: Session, caller: Caller, prefix: str, document: str
) -> Show | Response:
    """The document as it stands now, to be put right; or what was refused, as it was sent."""
    account = account_for(session, caller, prefix, "change_documents")
    found = get_document(session, account, document)
    before = _before(session, found)
    sent = request.method == "POST"
    form = compact(MultiDict(request.form)) if sent else before
    return _shown(session, caller, account, found, Draft(form), before)


@pages.write(f"{CORRECT}/draft", runs=Runs.READING)
def draft_correction(
    session: Session, caller: Caller, prefix: str, document: str
) -> Show | Response:
    """The form with the difference that it makes, and with what its buttons do; keeps nothing."""
    account = account_for(session, caller, prefix, "change_documents")
    found = get_document(session, account, document)
    before = _before(session, found)
    return _shown(session, caller, account, found, worked_on(session, account), before)


@pages.write(CORRECT, again=show_correction)
def correct_on_page(session: Session, caller: Caller, prefix: str, document: str) -> Go:
    """Issue the correction."""
    account = account_for(session, caller, prefix, "change_documents")
    form: Form = MultiDict(request.form)
    found = locked_document(session, account, document)
    check_seen(form, _seen(session, found))
    body = correction_of(form, _before(session, found))
    correction = correct(session, account, document, body)
    return Go(page_of(account.prefix, correction.id), CORRECTED, number=correction.number)


def _before(session: Session, found: Document) -> Form:
    check_correctable(found)
    return correction_form(found, standing_rows(session, found).values())


def _seen(session: Session, found: Document) -> str:
    """Which corrections there were: the next one begins where the last one ended."""
    return f"{found.version}-{len(corrections_of(session, found))}"


def _shown(
    session: Session,
    caller: Caller,
    account: Account,
    found: Document,
    draft: Draft,
    before: Form,
) -> Show | Response:
    address = f"{page_of(account.prefix, found.id)}/correct"
    amounts = lambda body: preview(session, found, body["positions"])  # noqa: E731
    return shown(
        session,
        caller,
        account,
        side=side_of(found),
        draft=draft,
        action=address,
        draft_at=f"{address}/draft?side={side_of(found)}",
        preview=preview_of_changes(draft.form, before, amounts),
        document=found,
        template="documents/correct.html",
        seen=_seen(session, found),
        is_correction=True,
    )
