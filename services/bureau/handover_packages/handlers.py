"""What the client asks for in accounts, and what exports makes of it."""

from sqlalchemy.orm import Session

from services.bureau.handover_packages import actions
from shared.contracts.accounts import ClientAskedForPackage, ClientWaivedPackage
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.inbox import Handlers


def on_client_asked(session: Session, message: ClientAskedForPackage) -> None:
    actions.note_asked(session, message.package_id, client_id=message.link_id)


def on_client_waived(session: Session, message: ClientWaivedPackage) -> None:
    actions.note_waived(session, message.package_id, client_id=message.link_id)


def on_package_verified(session: Session, message: HandoverPackageVerified) -> None:
    actions.note_outcome(session, message.package_id, actions.VERIFIED)


def on_package_failed(session: Session, message: HandoverPackageFailed) -> None:
    actions.note_outcome(session, message.package_id, actions.FAILED)


HANDLERS: Handlers = {
    ClientAskedForPackage: on_client_asked,
    ClientWaivedPackage: on_client_waived,
    HandoverPackageVerified: on_package_verified,
    HandoverPackageFailed: on_package_failed,
}
