"""Asking for a hand-over package, going without it, and who is held up by it.

The account is locked by whoever calls; so a request and a departure never pass each other.
"""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.access import NOT_ALLOWED, own_standings
from services.accounts.accounts.models import Account
from services.accounts.addresses import WAIVE
from services.accounts.database import locked
from services.accounts.handover_packages.models import HandoverPackage
from shared import outbox
from shared.auth.caller import Caller
from shared.clock import now
from shared.contracts.accounts import ClientAskedForPackage, ClientWaivedPackage
from shared.errors import Forbidden, Missing, Refused
from shared.ids import new_id
from shared.texts import N_

VERIFIED, FAILED, WAIVED = "verified", "failed", "waived"

NO_BUREAU = N_("No bureau serves this account, so there is nothing to be handed over.")
NO_PACKAGE = N_("Nobody asked for a hand-over package of this account.")
VERIFIED_ALREADY = N_("The hand-over package is verified; nothing waits for it any more.")
NOT_READY = N_(
    "You asked for a hand-over package, and it is not ready. Wait until it is verified, or go "
    "without it."
)
NOT_WHOLE = N_(
    "The hand-over package that you asked for could not be verified. Ask for a new one, or go "
    "without it."
)


def check_own_people(session: Session, caller: Caller, account: Account) -> None:
    """Raise Forbidden for everybody but the client's own people who hold its settings."""
    if not is_own_person(session, caller, account):
        raise Forbidden(NOT_ALLOWED)


def is_own_person(session: Session, caller: Caller, account: Account) -> bool:
    """Whether the caller may decide for the client; not who works in the bureau, or a product."""
    own = own_standings(session, caller, account.id, account.bureau_id)
    leads = account.id in own and "settings" in own[account.id].permissions
    return caller.kind == "user" and leads and account.bureau_id not in own


def ask(session: Session, caller: Caller, account: Account) -> HandoverPackage:
    """Ask the bureau for a package of the time that it serves the account; until that is verified
    or waived nobody ends the co-operation. Asked for again while one is open, it is that one."""
    if not (account.bureau_id and account.link_id):
        raise Refused(NO_BUREAU)
    open_one = _of_link(session, account)
    if open_one and open_one.outcome is None:
        return open_one
    package = HandoverPackage(
        id=new_id(),
        account_id=account.id,
        link_id=account.link_id,
        bureau_id=account.bureau_id,
        asked_by=caller.id,
        asked_at=now(),
    )
    session.add(package)
    outbox.publish(session, ClientAskedForPackage(**_facts(package)), subject_id=account.id)
    return package


def waive(session: Session, account: Account) -> HandoverPackage:
    """Go without the package; twice is once. Refused when it is verified already."""
    package = _of_link(session, account)
    if package is None:
        raise Missing(NO_PACKAGE)
    if package.outcome == VERIFIED:
        raise Refused(VERIFIED_ALREADY)
    if package.outcome != WAIVED:
        package.outcome, package.ended_at = WAIVED, now()
        message = ClientWaivedPackage(**_facts(package))
        outbox.publish(session, message, subject_id=account.id)
    return package


def note_outcome(session: Session, package_id: str, outcome: str) -> None:
    """Exports verified the package or failed; what was waived meanwhile stays so.

    Packages that a bureau asked for are none of ours.
    """
    known = session.get(HandoverPackage, package_id)
    if known is None:
        return
    locked(session, Account, known.account_id)
    package = locked(session, HandoverPackage, package_id)
    if package.outcome is None:
        package.outcome, package.ended_at = outcome, now()


def newest(session: Session, account: Account) -> HandoverPackage:
    """The last package that the account's people asked for; raises Missing."""
    package = session.scalars(_newest(account)).one_or_none()
    if package is None:
        raise Missing(NO_PACKAGE)
    return package


def holds_up(session: Session, account: Account) -> bool:
    """Whether the client waits for a package of its present bureau, so that neither side leaves."""
    package = _of_link(session, account)
    return package is not None and package.outcome not in (VERIFIED, WAIVED)


def check_not_awaited(session: Session, account: Account) -> None:
    """Raise Refused while the client waits for a package of its present bureau."""
    if not holds_up(session, account):
        return
    failed = newest(session, account).outcome == FAILED
    text = NOT_WHOLE if failed else NOT_READY
    raise Refused(text, code="package_not_ready", fix=WAIVE.format(prefix=account.prefix))


def _of_link(session: Session, account: Account) -> HandoverPackage | None:
    mine = _newest(account).where(HandoverPackage.link_id == account.link_id)
    return session.scalars(mine).one_or_none()


def _newest(account: Account) -> Select[HandoverPackage]:
    mine = select(HandoverPackage).where(HandoverPackage.account_id == account.id)
    return mine.order_by(HandoverPackage.id.desc()).limit(1)


def _facts(package: HandoverPackage) -> dict[str, str]:
    return {
        "package_id": package.id,
        "account_id": package.account_id,
        "link_id": package.link_id,
        "bureau_id": package.bureau_id,
    }
