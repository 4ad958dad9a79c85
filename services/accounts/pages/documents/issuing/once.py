"""One form makes one document, however often its button is pressed."""

import hashlib

from sqlalchemy.orm import Session

from services.accounts.pages.documents.issuing.fields import Form
from shared.auth.caller import Caller
from shared.errors import Refused
from shared.pages.guard import FIELD
from shared.texts import N_
from shared.web import idempotency

RUNNING = N_("This was sent twice, and the first is being saved. Look at the list in a moment.")


def made_before(session: Session, caller: Caller, form: Form) -> str | None:
    """Where the document is that this same form has made already; else the form is taken."""
    try:
        known = idempotency.reserve(session, caller.actor, _key(form), _key(form))
    except Refused as refusal:
        raise Refused(RUNNING, code=refusal.code) from refusal
    return known.headers["Location"] if known else None


def keep_made(session: Session, caller: Caller, form: Form, address: str) -> None:
    """Remember what the form has made."""
    idempotency.keep(session, caller.actor, _key(form), (None, 303, {"Location": address}))


def _key(form: Form) -> str:
    """The same for what was sent twice; another one where something was written otherwise."""
    said = sorted(pair for pair in form.items(multi=True) if pair[0] != FIELD)
    return hashlib.sha256(repr(said).encode()).hexdigest()
