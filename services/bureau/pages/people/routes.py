"""People and their clients: who looks after what, and passing it on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter_leading
from services.bureau.pages.people.schemas import HeirsForm
from services.bureau.pages.people.words import DUTIES, ROLES
from services.bureau.people import actions, colleagues, reads
from services.bureau.people.models import Colleague, Succession
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("people")

PEOPLE = "/panel/<bureau>/people"
PERSON = f"{PEOPLE}/<person>"

WAITING = 200  # Clients without a carer that are named.


@pages.read(PEOPLE)
def show_people(session: Session, caller: Caller, bureau: str) -> Show:
    """The bureau's people, how much each has, and the clients whose carer has left."""
    staff = enter_leading(session, caller, bureau)
    return Show(
        "people/list.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        people=colleagues.of(session, staff.bureau_id),
        loads=colleagues.loads(session, staff.bureau_id),
        nothing=colleagues.Load(),
        waiting=_by_former_carer(session, staff),
        roles=ROLES,
    )


@pages.read(PERSON)
def show_person(session: Session, caller: Caller, bureau: str, person: str) -> Show:
    """What one person looks after, who takes over, and the form that passes it on."""
    staff = enter_leading(session, caller, bureau)
    found = colleagues.get(session, staff.bureau_id, person)
    named = session.get(Succession, (staff.bureau_id, person))
    others = _others(session, staff, person)
    return Show(
        "people/person.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        person=found,
        clients=reads.duties_of(session, staff.bureau_id, person),
        others=others,
        named=named,
        names={each.user_id: each.called for each in others},
        roles=ROLES,
        duties=DUTIES,
    )


@pages.write(f"{PEOPLE}/<person>/replace", form=HeirsForm, again=show_person)
def replace_person(
    session: Session, caller: Caller, bureau: str, person: str, form: dict[str, Any]
) -> Go:
    """Take the person off all clients at once; each that it cared for gets another carer."""
    return _passed_on(session, enter_leading(session, caller, bureau), person, form["heirs"])


@pages.write(f"{PEOPLE}/<person>/adopt", form=HeirsForm)
def adopt_clients(
    session: Session, caller: Caller, bureau: str, person: str, form: dict[str, Any]
) -> Go:
    """Give the clients of somebody who has left a new carer."""
    return _passed_on(session, enter_leading(session, caller, bureau), person, form["heirs"])


@pages.write(f"{PEOPLE}/<person>/successor", form=HeirsForm, again=show_person)
def name_successor(
    session: Session, caller: Caller, bureau: str, person: str, form: dict[str, Any]
) -> Go:
    """Name who takes over once the person is gone; nothing changes before."""
    staff = enter_leading(session, caller, bureau)
    actions.name_successor(session, staff.bureau_id, person, form["heirs"])
    notice = N_("It is noted who takes over. Nothing changes before this person leaves.")
    return Go(f"/panel/{staff.bureau}/people/{person}", notice)


@pages.write(f"{PEOPLE}/<person>/successor/drop")
def drop_successor(session: Session, caller: Caller, bureau: str, person: str) -> Go:
    """Nobody takes over from this person any more."""
    staff = enter_leading(session, caller, bureau)
    actions.drop_successor(session, staff.bureau_id, person)
    return Go(f"/panel/{staff.bureau}/people/{person}", N_("Nobody is named any more."))


def _passed_on(session: Session, staff: Staff, person: str, heirs: actions.Heirs) -> Go:
    left = actions.replace_person(session, staff.bureau_id, person, heirs)
    notice = N_("Companies passed on: %(count)s.")
    return Go(f"/panel/{staff.bureau}/people", notice, count=len(left))


def _others(session: Session, staff: Staff, person: str) -> list[Colleague]:
    return [each for each in colleagues.of(session, staff.bureau_id) if each.user_id != person]


def _by_former_carer(session: Session, staff: Staff) -> dict[str, Sequence[reads.Waiting]]:
    page = reads.waiting(session, staff.bureau_id, limit=WAITING, cursor=None)
    found: dict[str, list[reads.Waiting]] = {}
    for each in page.items:
        found.setdefault(each.former_carer, []).append(each)
    return dict(found)
