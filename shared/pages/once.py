"""A form that is sent twice does its thing once: pressed twice, or sent again by the browser.

Each form that is shown has a key of its own. The same key with the same fields is answered as
it was the first time; with other fields it is another wish.
"""

import hashlib
import json
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from shared.pages.routing import Go
from shared.pages.sealing import KEY, SEAL
from shared.web import idempotency

MARK = "form "
PATIENCE = "8s"  # that a second press waits for the first one's answer


class Once:
    """The key of the form that was sent, for one caller; None where it has none."""

    def __init__(self, caller: str) -> None:
        self._caller = caller
        self._key = _key_of_form()

    def before(self, session: Session) -> Go | None:
        """What the form was answered before; else this is the one time that it does something."""
        if self._key is None:
            return None
        given = idempotency.reserve(
            session, self._caller, self._key, self._key.removeprefix(MARK), patience=PATIENCE
        )
        if given is None:
            return None
        kept = json.loads(given.get_data(as_text=True))
        return Go(kept["address"], kept["notice"], **kept["facts"])

    def keep(self, session: Session, answer: Any) -> None:
        """Remember where the form led; what else it may have shown is not kept."""
        if self._key is None:
            return
        if not isinstance(answer, Go):
            idempotency.forget(session, self._caller, self._key)
            return
        kept = {"address": answer.address, "notice": answer.notice, "facts": answer.facts}
        body = json.dumps(kept, default=str)
        idempotency.keep(session, self._caller, self._key, (body, 303, {}))


def _key_of_form() -> str | None:
    """The form's key with what was typed; files are not read for it, so they have none."""
    if not request.form.get(KEY) or request.files:
        return None
    typed = sorted(pair for pair in request.form.items(multi=True) if pair[0] != SEAL)
    print_ = json.dumps([request.full_path, typed])
    return f"{MARK}{hashlib.sha256(print_.encode()).hexdigest()}"
