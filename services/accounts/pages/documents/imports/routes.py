"""Importing files from KSeF: choose them, and see what became of each."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.documents.imports import Outcome, import_files
from services.accounts.documents.models import Document
from services.accounts.documents.receiving import FORM, parts_of_form
from services.accounts.documents.turns import tax_no_at, turns_at
from services.accounts.documents.upload import files_of_form
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.routes import DOCUMENTS
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show
from shared.web.api import Runs

pages = Pages("document_imports")

IMPORT = f"{DOCUMENTS}/import"
MOST_SHOWN = 500  # of one kind of outcome


@pages.read(IMPORT)
def show_import(session: Session, caller: Caller, prefix: str) -> Show:
    """Where files are chosen or dropped."""
    account = account_for(session, caller, prefix, "change_documents")
    return Show("documents/import.html", **frame(session, caller, account), outcome=None)


@pages.write(IMPORT, runs=Runs.OWN, takes=(FORM,), again=show_import)
def import_on_page(_: None, caller: Caller, prefix: str) -> Show:
    """Take the files in, and say of each what became of it."""
    tax_no = tax_no_at(caller, prefix)
    files = files_of_form(parts_of_form())
    outcomes = import_files(turns_at(caller, prefix), files, tax_no=tax_no)
    sessions: sessionmaker[Session] = current_app.extensions["reading"]
    with sessions() as session:
        account = account_for(session, caller, prefix, "change_documents")
        facts = frame(session, caller, account)
        return Show("documents/import.html", **facts, outcome=_told(session, account, outcomes))


def _told(session: Session, account: Account, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The outcomes by what became of the files: how many, and the first of them to look at."""
    refused = [each for each in outcomes if each.refusal]
    imported = [each for each in outcomes if each.imported]
    known = [each for each in outcomes if not each.imported and not each.refusal]
    shown = [each for kind in (refused, imported, known) for each in kind[:MOST_SHOWN]]
    return {
        "counts": {"imported": len(imported), "known": len(known), "refused": len(refused)},
        "shown": shown,
        "more": len(outcomes) - len(shown),
        "numbers": _numbers(session, account, known[:MOST_SHOWN]),
    }


def _numbers(session: Session, account: Account, known: Sequence[Outcome]) -> dict[str, str]:
    """The numbers of documents that were there before, by their ids."""
    query = select(Document.id, Document.number).where(
        Document.account_id == account.id, Document.id.in_([each.id for each in known])
    )
    return {row.id: row.number for row in session.execute(query)}
