"""Documents of an account, and the part of them that a bureau's page shows."""

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import list_documents
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show

pages = Pages("documents")

FEW = 5


@pages.fragment("/account/<prefix>/documents/latest")
def show_latest_documents(session: Session, caller: Caller, prefix: str) -> Show:
    """The newest documents, for the page of a client."""
    account = account_for(session, caller, prefix, "see_documents")
    found = list_documents(session, account, limit=FEW, cursor=None)
    return Show("documents/latest.html", prefix=account.prefix, documents=found.items)
