"""Changing a document on a page: only what was written otherwise is changed."""

from functools import partial
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.documents.actions import get_document, locked_document
from services.accounts.documents.computing import Amounts
from services.accounts.documents.issuing.actions import (
    COMPUTED_FROM,
    change,
    computed_anew,
    corrected_instead,
)
from services.accounts.documents.lifecycle import LIFECYCLE
from services.accounts.documents.models import Document
from services.accounts.pages.documents.issuing.bodies import changed, changes_of
from services.accounts.pages.documents.issuing.drafts import Draft, worked_on
from services.accounts.pages.documents.issuing.fields import Form, compact, rows_of
from services.accounts.pages.documents.issuing.prefilled import form_of
from services.accounts.pages.documents.issuing.previews import Preview, preview
from services.accounts.pages.documents.issuing.seen import check_seen
from services.accounts.pages.documents.issuing.showing import shown
from services.accounts.pages.documents.single.routes import DOCUMENT, page_of
from services.accounts.pages.documents.words import side_of
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Runs

pages = Pages("changing")

CHANGE = f"{DOCUMENT}/change"
CHANGED = N_("%(number)s is changed.")


@pages.read(CHANGE)
def show_change(
    session: Session, caller: Caller, prefix: str, document: str
) -> Show | Response | Go:
    """The document in its form; or what was refused, as it was sent.

    The page of a locked one says why it is, and what may be done instead.
    """
    account = account_for(session, caller, prefix, "change_documents")
    found = get_document(session, account, document)
    sent = request.method == "POST"
    if not sent and not LIFECYCLE.may(found, "change"):
        return Go(page_of(account.prefix, document))
    _check_open(account, found)
    form = compact(MultiDict(request.form)) if sent else form_of(found, side_of(found))
    return _shown(session, caller, account, found, Draft(form))


@pages.write(f"{CHANGE}/draft", runs=Runs.READING)
def draft_change(session: Session, caller: Caller, prefix: str, document: str) -> Show | Response:
    """The form with its sums, and with what its buttons do; keeps nothing."""
    account = account_for(session, caller, prefix, "change_documents")
    found = get_document(session, account, document)
    _check_open(account, found)
    return _shown(session, caller, account, found, worked_on(session, account))


@pages.write(CHANGE, again=show_change)
def change_on_page(session: Session, caller: Caller, prefix: str, document: str) -> Go:
    """Change what was written otherwise."""
    account = account_for(session, caller, prefix, "change_documents")
    form: Form = MultiDict(request.form)
    found = locked_document(session, account, document)
    check_seen(form, str(found.version))
    body = changes_of(form, form_of(found, side_of(found)))
    body = {name: value for name, value in body.items() if name not in ("kind", "income")}
    if body:
        change(session, account, document, body)
    return Go(page_of(account.prefix, document), CHANGED, number=found.number)


def _check_open(account: Account, found: Document) -> None:
    """Refused as the change itself would be, where the document is locked."""
    with corrected_instead(account, found):
        for obstacle in LIFECYCLE.obstacles(found, "change"):
            raise obstacle


def _shown(
    session: Session, caller: Caller, account: Account, found: Document, draft: Draft
) -> Show | Response:
    address = f"{page_of(account.prefix, found.id)}/change"
    side = side_of(found)
    before = form_of(found, side)
    has_rows = bool(rows_of(before))
    amounts = partial(_amounts, found, before)
    return shown(
        session,
        caller,
        account,
        side=side,
        draft=draft,
        action=address,
        draft_at=f"{address}/draft?side={side}",
        preview=preview(draft.form, amounts) if has_rows else Preview(_as_it_is(found)),
        document=found,
        template="documents/change.html",
        has_rows=has_rows,
        seen=str(found.version),
    )


def _amounts(document: Document, before: Form, body: dict[str, Any]) -> Amounts:
    """What the document would come to; untouched, it is as it stands."""
    changes = changed(body, before)
    changes.pop("kind", None)
    return (
        computed_anew(document, changes) if COMPUTED_FROM & changes.keys() else _as_it_is(document)
    )


def _as_it_is(document: Document) -> Amounts:
    content = document.content
    return Amounts(
        content["positions"],
        content["vat_summary"],
        content["net"],
        content["vat"],
        content["gross"],
    )
