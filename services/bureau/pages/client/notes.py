"""Writing down what the bureau should know of a client: its own number, tags, a note."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.desk import actions
from services.bureau.pages.client.frame import CLIENT, hold
from services.bureau.pages.client.routes import show_client
from services.bureau.pages.client.schemas import NotesForm
from shared.auth.caller import Caller
from shared.errors import VersionConflict
from shared.pages.routing import Go, Pages
from shared.texts import N_

pages = Pages("client_notes")

WRITTEN_MEANWHILE = N_(
    "Somebody else wrote something here meanwhile. Compare it with yours, and save once more."
)


@pages.write(f"{CLIENT}/notes", form=NotesForm, again=show_client)
def put_notes(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Let exactly this stand about the client; everybody who sees the client may."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    if form.pop("version") != actions.of(session, found.id).version:
        raise VersionConflict(WRITTEN_MEANWHILE)
    actions.write(session, found, **form)
    return Go(f"{here}#notes", N_("The notes are saved."))
