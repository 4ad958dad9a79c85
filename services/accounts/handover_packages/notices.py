"""Mails to who waits for a hand-over package: whoever asked for it, and the client's carer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.handover_packages.models import HandoverPackage
from services.accounts.ownership.telling import tell
from services.accounts.users.models import Membership, User
from shared.contracts.bureau_endings import HandoverPackageEnded

KINDS = {"verified": "package_verified", "failed": "package_failed"}


def tell_ended(session: Session, message: HandoverPackageEnded) -> None:
    """The package is verified, or it is not and somebody has to decide; each hears it once."""
    account = session.get_one(Account, message.account_id)
    bureau = session.get_one(Account, message.bureau_id)
    recipients = _emails(session, message)
    kind = KINDS[message.outcome]
    tell(session, account, recipients, kind, bureau=bureau.company["name"])


def _emails(session: Session, message: HandoverPackageEnded) -> list[str]:
    """Of those who still have a role: the bureau's people in it, the client's who asked in its."""
    in_bureau = Membership.user_id.in_(message.user_ids) & (
        Membership.account_id == message.bureau_id
    )
    asked = session.get(HandoverPackage, message.package_id)
    in_firm = (Membership.user_id == (asked.asked_by if asked else "")) & (
        Membership.account_id == message.account_id
    )
    query = select(User.email).join(Membership, Membership.user_id == User.id)
    found = query.where(in_bureau | in_firm, Membership.joined_at.is_not(None))
    return list(session.scalars(found.distinct().order_by(User.email)))
