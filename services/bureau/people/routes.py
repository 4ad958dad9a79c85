"""The HTTP face of the bureau's people: what they look after, and who takes over."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter_leading
from services.bureau.addresses import assignments_url, successor_url
from services.bureau.people import actions, colleagues, reads
from services.bureau.people.models import Succession
from services.bureau.people.schemas import (
    BureauPersonView,
    ColleaguesView,
    HeirsBody,
    ReplacementView,
    SuccessorView,
    WaitingClientView,
)
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.texts import N_, say
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, mapped, page_of
from shared.web.problems import language

api = Api("people")

ADDRESS = "/v1/bureaus/<bureau>/people/<person>"

HEIRLESS = N_("Clients of whom this person is the carer: %(clients)s. Name who takes over.")


@api.read("/v1/bureaus/<bureau>/people", out=ColleaguesView, codes=("forbidden",))
def list_people(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """The bureau's people by name, and how many clients each looks after."""
    staff = enter_leading(session, caller, bureau)
    loads = colleagues.loads(session, staff.bureau_id)
    return {
        "items": [
            {
                "id": each.user_id,
                "name": each.name,
                "email": each.email,
                "role": each.role,
                **loads.get(each.user_id, colleagues.Load())._asdict(),
            }
            for each in colleagues.of(session, staff.bureau_id)
        ]
    }


@api.read(ADDRESS, out=BureauPersonView, codes=("forbidden",))
def get_person(session: Session, caller: Caller, bureau: str, person: str) -> dict[str, Any]:
    """What a person looks after, and what has to be done before it leaves."""
    staff = enter_leading(session, caller, bureau)
    actions.check_person(session, staff.bureau_id, person)
    mine = reads.duties_of(session, staff.bureau_id, person)
    successor = session.get(Succession, (staff.bureau_id, person))
    return {
        "id": person,
        "clients": [{"prefix": c.prefix, "name": c.name, "duty": duty} for c, duty in mine],
        "successor": successor,
        "blockers": _blockers(session, staff, person, successor),
    }


@api.write("POST", f"{ADDRESS}/replace", body=HeirsBody, out=ReplacementView, codes=("forbidden",))
def replace_person(
    session: Session, caller: Caller, bureau: str, person: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Take a person off all clients; each client whose carer it is, or was, needs another."""
    staff = enter_leading(session, caller, bureau)
    left = actions.replace_person(session, staff.bureau_id, person, actions.Heirs(**body))
    return {"clients": [client.prefix for client in left]}


@api.read(f"{ADDRESS}/successor", out=SuccessorView, codes=("forbidden",))
def get_successor(session: Session, caller: Caller, bureau: str, person: str) -> Succession:
    """Who takes over once the person is none of the bureau's people any more."""
    staff = enter_leading(session, caller, bureau)
    named = session.get(Succession, (staff.bureau_id, person))
    if named is None:
        raise Missing(actions.NO_SUCCESSOR)
    return named


@api.write("PUT", f"{ADDRESS}/successor", body=HeirsBody, out=SuccessorView, codes=("forbidden",))
def put_successor(
    session: Session, caller: Caller, bureau: str, person: str, body: dict[str, Any]
) -> Succession:
    """Name who takes over once the person is gone; nothing changes before."""
    staff = enter_leading(session, caller, bureau)
    return actions.name_successor(session, staff.bureau_id, person, actions.Heirs(**body))


@api.write("DELETE", f"{ADDRESS}/successor", status=204, codes=("forbidden",))
def drop_successor(session: Session, caller: Caller, bureau: str, person: str) -> None:
    """Nobody takes over from this person any more."""
    staff = enter_leading(session, caller, bureau)
    actions.drop_successor(session, staff.bureau_id, person)


@api.read(
    "/v1/bureaus/<bureau>/orphans",
    out=page_of(WaitingClientView),
    query=ListQuery,
    codes=("forbidden",),
)
def list_orphans(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Page[dict[str, Any]]:
    """The clients whose carer left without an heir, and where each is given a new one."""
    staff = enter_leading(session, caller, bureau)
    page = reads.waiting(session, staff.bureau_id, **query)
    return mapped(page, lambda row: _waiting(staff, row))


def _waiting(staff: Staff, row: reads.Waiting) -> dict[str, Any]:
    return {
        "prefix": row.prefix,
        "name": row.name,
        "former_carer": row.former_carer,
        "since": row.since,
        "fix": assignments_url(staff.bureau, row.prefix),
    }


def _blockers(
    session: Session, staff: Staff, person: str, successor: Succession | None
) -> list[dict[str, str]]:
    """Clients for whom there would be no carer if the person left now."""
    heirs = actions.Heirs(successor.carer, successor.carers) if successor else None
    orphans = actions.would_orphan(session, staff.bureau_id, person, heirs)
    if not orphans:
        return []
    names = ", ".join(client.prefix for client in orphans)
    return [
        {
            "code": "missing_setting",
            "detail": say(HEIRLESS, language(), {"clients": names}),
            "fix": successor_url(staff.bureau, person),
        }
    ]
