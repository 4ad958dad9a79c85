"""What exports says of packages."""

from sqlalchemy.orm import Session

from services.accounts.handover_packages import actions
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.inbox import Handlers


def on_package_verified(session: Session, message: HandoverPackageVerified) -> None:
    actions.note_outcome(session, message.package_id, actions.VERIFIED)


def on_package_failed(session: Session, message: HandoverPackageFailed) -> None:
    actions.note_outcome(session, message.package_id, actions.FAILED)


HANDLERS: Handlers = {
    HandoverPackageVerified: on_package_verified,
    HandoverPackageFailed: on_package_failed,
}
