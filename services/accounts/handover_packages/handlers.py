"""What exports and bureaus say of packages."""

from sqlalchemy.orm import Session

from services.accounts.handover_packages import actions, notices
from shared.contracts.bureau_endings import HandoverPackageEnded
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.inbox import Handlers


def on_package_verified(session: Session, message: HandoverPackageVerified) -> None:
    actions.note_outcome(session, message.package_id, actions.VERIFIED)


def on_package_failed(session: Session, message: HandoverPackageFailed) -> None:
    actions.note_outcome(session, message.package_id, actions.FAILED)


def on_package_ended(session: Session, message: HandoverPackageEnded) -> None:
    notices.tell_ended(session, message)


HANDLERS: Handlers = {
    HandoverPackageVerified: on_package_verified,
    HandoverPackageFailed: on_package_failed,
    HandoverPackageEnded: on_package_ended,
}
