"""Patterns of numbers over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.documents.numbering import actions
from services.accounts.documents.numbering.patterns import USUAL
from services.accounts.documents.numbering.schemas import PatternBody, PatternsView, PatternView
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.texts import N_
from shared.web.api import Api

api = Api("numbering")

NUMBERING = "/v1/accounts/<prefix>/numbering"
NO_KIND = N_("There is no such kind of documents.")


@api.read(NUMBERING, out=PatternsView)
def list_patterns(session: Session, caller: Caller, prefix: str) -> dict[str, Any]:
    """How the account numbers each kind of documents."""
    account = account_for(session, caller, prefix, "see_documents")
    patterns = actions.patterns_of(session, account)
    return {"items": [{"kind": kind, "pattern": each} for kind, each in patterns.items()]}


@api.write(
    "PUT",
    f"{NUMBERING}/<kind>",
    body=PatternBody,
    out=PatternView,
    codes=("forbidden", "account_frozen"),
)
def set_pattern(
    session: Session, caller: Caller, prefix: str, kind: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Number documents of a kind so from now on, such as `FV {number}/{month}/{year}`."""
    account = locked_account_for(session, caller, prefix, "settings")
    if kind not in USUAL:
        raise Missing(NO_KIND)
    pattern = actions.set_pattern(session, account, kind, body["pattern"])
    return {"kind": kind, "pattern": pattern}
