"""The HTTP face of hand-over packages, as the bureau sees them."""

from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client
from services.bureau.addresses import handover_package_url
from services.bureau.clients import actions as clients
from services.bureau.clients.models import Client
from services.bureau.clients.routes import ADDRESS
from services.bureau.handover_packages import actions
from services.bureau.handover_packages.models import HandoverPackage
from services.bureau.handover_packages.schemas import HandoverPackageView
from shared.auth.caller import Caller
from shared.web.api import Answer, Api, Waiting

api = Api("handover_packages")

RULE = f"{ADDRESS}/handover_package"


@api.write(
    "POST",
    RULE,
    out=HandoverPackageView,
    status=202,
    waits=True,
    codes=("forbidden", "step_refused"),
)
def ask_for_package(session: Session, caller: Caller, bureau: str, client: str) -> Waiting:
    """Have exports make a package of all documents of the served period, for the client to keep.

    One that the bureau asked for holds up nothing.
    """
    package = actions.ask(session, _locked(session, caller, bureau, client))
    headers = {"Location": handover_package_url(bureau.lower(), client.lower())}

    def look(session: Session) -> Answer | None:
        found = session.get_one(HandoverPackage, package.id)
        return Answer(found, status=201, headers=headers) if found.outcome else None

    return Waiting(now=Answer(package, headers=headers), look=look)


@api.read(RULE, out=HandoverPackageView)
def get_package(session: Session, caller: Caller, bureau: str, client: str) -> HandoverPackage:
    """The package that holds up the client's end, or else the last that anybody asked for."""
    staff = enter(session, caller, bureau)
    return actions.newest(session, find_client(session, staff, client).id)


@api.write("POST", f"{RULE}/waive", out=HandoverPackageView, codes=("forbidden", "step_refused"))
def waive_package(session: Session, caller: Caller, bureau: str, client: str) -> HandoverPackage:
    """Go without the package that the bureau asked for. The client's own is the client's to
    waive, in accounts."""
    return actions.waive(session, _locked(session, caller, bureau, client))


def _locked(session: Session, caller: Caller, bureau: str, client: str) -> Client:
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    staff.demand_lead()
    return clients.lock(session, seen)
