"""What bureau asks of packages, and what accounts states for them."""

from sqlalchemy.orm import Session

from services.exports.handover_packages import actions
from shared.contracts.accounts import StatementGiven
from shared.contracts.bureau_endings import HandoverPackageRequested, HandoverPackageWithdrawn
from shared.inbox import Handlers


def on_package_requested(session: Session, message: HandoverPackageRequested) -> None:
    actions.ask(session, message)


def on_package_withdrawn(session: Session, message: HandoverPackageWithdrawn) -> None:
    actions.waive(session, message.package_id)


def on_statement_given(session: Session, message: StatementGiven) -> None:
    actions.note_statement(session, message)


HANDLERS: Handlers = {
    HandoverPackageRequested: on_package_requested,
    HandoverPackageWithdrawn: on_package_withdrawn,
    StatementGiven: on_statement_given,
}
