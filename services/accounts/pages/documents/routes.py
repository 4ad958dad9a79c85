"""The list of an account's documents, the part of it on a bureau's page, and mailed ones."""

from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import print_of
from services.accounts.documents.issuing.actions import today
from services.accounts.documents.listing import SIDES, days_of, list_documents, sums_of
from services.accounts.documents.sending import actions as sending
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.schemas import ListFilters, wanted_of
from services.accounts.pages.documents.words import SIDE_NAMES, badges, kinds_of
from services.accounts.pages.links.schemas import LinkQuery
from shared.auth.caller import Caller
from shared.contracts.printing.words import TITLES
from shared.pages.routing import Pages, Show
from shared.web.api import Access
from shared.web.problems import language

pages = Pages("documents")

DOCUMENTS = "/account/<prefix>/documents"
FEW = 5
LIMIT = 50
MOST_MONTHS = 120


@pages.read(DOCUMENTS, query=ListFilters)
def show_documents(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The documents of one side, searched and filtered, with their sums."""
    account = account_for(session, caller, prefix, "see_documents")
    wanted = wanted_of(query)
    span = days_of(session, account)
    sums = sums_of(session, account, wanted)
    return Show(
        "documents/list.html",
        **frame(session, caller, account),
        query=query,
        side=query["side"],
        sides=SIDE_NAMES,
        kinds=kinds_of(query["side"]),
        titles=TITLES,
        months=_months(span) if span else [],
        counts={side: sum(each.count for each in sums if each.side == side) for side in SIDES},
        sums=[each for each in sums if each.side == query["side"]],
        found=list_documents(session, account, wanted, limit=LIMIT, cursor=query["cursor"]),
        badges=badges,
        today=today(),
    )


@pages.fragment(f"{DOCUMENTS}/latest")
def show_latest_documents(session: Session, caller: Caller, prefix: str) -> Show:
    """The newest documents, for the page of a client."""
    account = account_for(session, caller, prefix, "see_documents")
    found = list_documents(session, account, limit=FEW, cursor=None)
    home = f"/account/{account.prefix}/documents"
    return Show("documents/latest.html", home=home, documents=found.items)


@pages.read("/document", access=Access.PUBLIC, query=LinkQuery)
def show_mailed_document(session: Session, _: Caller, query: dict[str, str]) -> Response:
    """The document that a mailed link leads to, as a PDF."""
    document = sending.follow(session, query["token"])
    response = Response(print_of(session, document, language()), mimetype="application/pdf")
    name = quote(f"{document.number.replace('/', '-')}.pdf", safe="")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response


def _months(span: tuple[date, date]) -> list[str]:
    """The months between two days, the newest first, written as 2026-03."""
    first, last = (day.year * 12 + day.month - 1 for day in span)
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(last, first - 1, -1)][:MOST_MONTHS]
