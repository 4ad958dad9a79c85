"""The HTTP face of documents."""

from functools import partial
from typing import Any

import orjson
from flask import Response, request
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents import actions, listing
from services.accounts.documents.downloads import original_response, print_response
from services.accounts.documents.imports import Outcome, import_files
from services.accounts.documents.listing import Wanted
from services.accounts.documents.models import Document
from services.accounts.documents.receiving import MEDIA_TYPES, XML, files_in, print_of, received
from services.accounts.documents.repeats import once
from services.accounts.documents.schemas import (
    DocumentHeadView,
    DocumentQuery,
    DocumentView,
    ImportQuery,
    ImportView,
    PrintQuery,
)
from services.accounts.documents.turns import tax_no_at, turns_at
from services.accounts.documents.views import head_view, whole_view
from shared.auth.caller import Caller
from shared.errors import Invalid
from shared.texts import N_, say
from shared.web.api import Api, Runs
from shared.web.lists import Page, mapped, page_of
from shared.web.problems import language

api = Api("documents")

DOCUMENTS = "/v1/accounts/<prefix>/documents"
ONLY_FOR_XML = N_("Give it only with one bare XML.")


@api.write(
    "POST",
    f"{DOCUMENTS}/import",
    query=ImportQuery,
    out=ImportView,
    takes=MEDIA_TYPES,
    runs=Runs.OWN,
    codes=("not_a_party", "number_taken"),
)
def import_documents(_: None, caller: Caller, prefix: str, query: dict[str, Any]) -> Response:
    """Take in KSeF invoices FA(2) and FA(3): an XML, a ZIP of them, or a form of either.

    `201` when one went in, else `200`. A problem with one file stops no other; a file that is
    there already is skipped.
    """
    tax_no = tax_no_at(caller, prefix)
    _check_for_bare_xml(query)
    with received(query["name"]) as parts:
        work = partial(_imported, caller, prefix, parts, query, tax_no)
        return once(caller, print_of(parts), work)


@api.read(DOCUMENTS, query=DocumentQuery, out=page_of(DocumentHeadView))
def list_documents(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Any]:
    """The documents of an account, the newest first, without their positions."""
    account = account_for(session, caller, prefix, "see_documents")
    window = {name: query.pop(name) for name in ("limit", "cursor")}
    found = listing.list_documents(session, account, Wanted(**query), **window)
    return mapped(found, head_view)


@api.read(f"{DOCUMENTS}/<document>", out=DocumentView)
def get_document(session: Session, caller: Caller, prefix: str, document: str) -> dict[str, Any]:
    """One document with its positions and the sums of its VAT rates."""
    return whole_view(_document(session, caller, prefix, document))


@api.read(f"{DOCUMENTS}/<document>.xml", gives="application/xml")
def get_original(session: Session, caller: Caller, prefix: str, document: str) -> Response:
    """The file that the document came in, byte for byte."""
    account = account_for(session, caller, prefix, "see_documents")
    original = actions.get_original(session, account, document)
    return original_response(original)


@api.read(f"{DOCUMENTS}/<document>.pdf", query=PrintQuery, gives="application/pdf")
def get_print(
    session: Session, caller: Caller, prefix: str, document: str, query: dict[str, Any]
) -> Response:
    """The document as a printable page, in Polish unless `lang` says English (or both)."""
    found = _document(session, caller, prefix, document)
    language_ = query["lang"] or query["language"]
    return print_response(session, found, language_)


def _check_for_bare_xml(query: dict[str, Any]) -> None:
    given = [name for name, value in query.items() if value is not None]
    if given and request.mimetype not in XML:
        errors = [
            {"pointer": f"/{name}", "detail": say(ONLY_FOR_XML, language())} for name in given
        ]
        raise Invalid(ONLY_FOR_XML, errors=errors)


def _imported(
    caller: Caller, prefix: str, parts: list[Any], query: dict[str, Any], tax_no: str
) -> Response:
    outcomes = import_files(
        turns_at(caller, prefix),
        files_in(parts),
        tax_no=tax_no,
        ksef_number=query["ksef_number"],
    )
    status = 201 if any(outcome.imported for outcome in outcomes) else 200
    body = orjson.dumps(ImportView().dump(_told(outcomes)))
    return Response(body, status, mimetype="application/json")


def _told(outcomes: list[Outcome]) -> dict[str, list[Any]]:
    """The outcomes by what became of the files, each kind in the order of the upload."""
    told: dict[str, list[Any]] = {"imported": [], "skipped": [], "refused": []}
    for outcome in outcomes:
        if refusal := outcome.refusal:
            detail = say(refusal.text, language(), refusal.facts)
            told["refused"].append({"file": outcome.file, "code": refusal.code, "detail": detail})
        else:
            told["imported" if outcome.imported else "skipped"].append(outcome)
    return told


def _document(session: Session, caller: Caller, prefix: str, document: str) -> Document:
    account = account_for(session, caller, prefix, "see_documents")
    return actions.get_document(session, account, document)
