"""Hand-over packages over HTTP, for the client's own people."""

from flask import current_app
from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.addresses import HANDOVER_PACKAGE
from services.accounts.handover_packages import actions
from services.accounts.handover_packages.models import HandoverPackage
from services.accounts.handover_packages.schemas import HandoverPackageView
from shared.auth.caller import Caller
from shared.web.api import Answer, Api, Waiting

api = Api("handover_packages")

ADDRESS = "/v1/accounts/<prefix>/handover_package"


@api.write(
    "POST",
    ADDRESS,
    out=HandoverPackageView,
    status=202,
    waits=True,
    codes=("forbidden", "step_refused"),
)
def ask_for_package(session: Session, caller: Caller, prefix: str) -> Waiting:
    """Ask for all that the bureau had, in one package, before the co-operation ends.

    Until it is verified, or waived by you, neither side ends it: `409 package_not_ready`.
    """
    account = locked_account_for(session, caller, prefix, "settings")
    actions.check_own_people(session, caller, account)
    package = actions.ask(session, caller, account)
    where = HANDOVER_PACKAGE.format(prefix=account.prefix)
    headers = {"Location": current_app.extensions["settings"].public_url + where}

    def look(session: Session) -> Answer | None:
        found = session.get_one(HandoverPackage, package.id)
        return Answer(found, status=201, headers=headers) if found.outcome else None

    return Waiting(now=Answer(package, headers=headers), look=look)


@api.read(ADDRESS, out=HandoverPackageView, codes=("forbidden",))
def get_asked_package(session: Session, caller: Caller, prefix: str) -> HandoverPackage:
    """The last package that the account's people asked for."""
    return actions.newest(session, account_for(session, caller, prefix, "see_documents"))


@api.write("POST", f"{ADDRESS}/waive", out=HandoverPackageView, codes=("forbidden", "step_refused"))
def waive_package(session: Session, caller: Caller, prefix: str) -> HandoverPackage:
    """Go without the package that you asked for; then either side may end the co-operation."""
    account = locked_account_for(session, caller, prefix, "settings")
    actions.check_own_people(session, caller, account)
    return actions.waive(session, account)
