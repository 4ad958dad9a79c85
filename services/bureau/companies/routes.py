"""The HTTP face of "Dodaj nową firmę"."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter_leading
from services.bureau.addresses import client_url, prefixes_url
from services.bureau.clients.lifecycle import ACTIVE
from services.bureau.companies import actions, prefixes
from services.bureau.companies.lifecycle import REJECTED
from services.bureau.companies.models import CompanyRequest
from services.bureau.companies.schemas import NewClientBody, PrefixesQuery, PrefixesView
from services.bureau.served.reads import see
from services.bureau.served.schemas import ClientView
from shared.auth.caller import Caller
from shared.contracts.codes import CODES
from shared.errors import Refused
from shared.web.api import Answer, Api, Waiting
from shared.web.problems import problem

api = Api("companies")


@api.write(
    "POST",
    "/v1/bureaus/<bureau>/clients",
    body=NewClientBody,
    out=ClientView,
    status=202,
    waits=True,
    codes=("forbidden", "module_inactive", "prefix_taken", "package_full"),
)
def add_company(session: Session, caller: Caller, bureau: str, body: dict[str, Any]) -> Waiting:
    """Add a company: ask for an account that the bureau owns and pays for."""
    staff = enter_leading(session, caller, bureau)
    try:
        wanted = actions.request(session, staff.bureau_id, **body)
    except Refused as refused:
        if refused.code == "prefix_taken":
            refused.fix = prefixes_url(staff.bureau, body["company"])
        raise
    session.flush()
    headers = {"Location": client_url(staff.bureau, wanted.prefix)}
    return Waiting(
        now=Answer(see(session, staff, wanted.prefix), headers=headers),
        look=lambda later: _outcome(later, staff, wanted.id, headers),
    )


@api.read("/v1/bureaus/<bureau>/companies/prefixes", out=PrefixesView, query=PrefixesQuery)
def list_prefixes(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> dict[str, Any]:
    """Free prefixes for a company of this name, the best one first."""
    staff = enter_leading(session, caller, bureau)
    return {"items": prefixes.suggest(session, staff.bureau_id, query, most=5)}


def _outcome(
    session: Session, staff: Staff, request_id: str, headers: dict[str, str]
) -> Answer | Response | None:
    wanted = actions.get(session, request_id)
    if wanted.state is REJECTED:
        return _refused(session, staff, wanted)
    seen = see(session, staff, wanted.prefix)
    done = seen.state == ACTIVE.value
    return Answer(seen, status=201, headers=headers) if done else None


def _refused(session: Session, staff: Staff, wanted: CompanyRequest) -> Response:
    """What accounts said; where the prefix was taken, with others that are free."""
    code = wanted.reason or "invalid"
    more: dict[str, Any] = {}
    if code == "prefix_taken":
        more["fix"] = prefixes_url(staff.bureau, wanted.company)
        more["suggestions"] = prefixes.suggest(
            session, staff.bureau_id, wanted.company, besides=[wanted.prefix]
        )
    return problem(CODES[code][0], code, wanted.detail or "", **more)
