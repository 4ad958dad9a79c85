"""Drawing the form of a document, whatever it is for."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.listing import Side
from services.accounts.documents.models import Document
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.issuing.choices import choices
from services.accounts.pages.documents.issuing.drafts import (
    Draft,
    has_contractors,
    is_live,
    product_names,
)
from services.accounts.pages.documents.issuing.fields import EMPTY_ROW, ROW_FIELDS, rows_of
from services.accounts.pages.documents.issuing.previews import Preview
from shared.auth.caller import Caller
from shared.contracts.printing.words import Words
from shared.pages.routing import Show
from shared.web.problems import language

NOTHING = dict.fromkeys(ROW_FIELDS, "")


def shown(
    session: Session,
    caller: Caller,
    account: Account,
    *,
    side: Side,
    draft: Draft,
    action: str,
    draft_at: str,
    preview: Preview,
    document: Document | None,
    template: str = "documents/issue.html",
    **more: Any,
) -> Show | Response:
    """The form, with its sums so far; only these where the page asks while somebody types."""
    if draft.is_same:
        return Response(status=204)  # What is on the page stays there.
    form = draft.form
    facts: dict[str, Any] = {
        "form": form,
        "rows": [NOTHING | row for row in rows_of(form) or [EMPTY_ROW]],
        "preview": preview,
        "words": Words(language()),
        "currency": form.get("currency") or (document.currency if document else "PLN"),
    } | more
    if is_live():
        return Show("documents/_live.html", **facts)
    return Show(
        template,
        **frame(session, caller, account),
        **facts,
        side=side,
        action=action,
        draft_at=draft_at,
        document=document,
        found=draft.found,
        has_contractors=has_contractors(session, account),
        products=product_names(session, account),
        lists=choices(side, form),
    )
