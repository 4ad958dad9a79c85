"""Naming who of the bureau looks after a client."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.assignments import actions
from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.pages.client.frame import CLIENT, hold
from services.bureau.pages.client.routes import show_client
from services.bureau.pages.client.schemas import PeopleForm
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.texts import N_

pages = Pages("client_people")


@pages.write(f"{CLIENT}/people", form=PeopleForm, again=show_client)
def put_people(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Let these people look after the client, one as carer, one as deputy."""
    _, found, here = hold(session, caller, bureau, client)
    duties = {duty: form[duty] for duty in (CARER, DEPUTY)}
    everybody = {*form["user_ids"], *(person for person in duties.values() if person)}
    actions.assign(session, found, sorted(everybody), duties_wanted=duties)
    return Go(f"{here}#people", N_("It is written down who looks after the client."))
