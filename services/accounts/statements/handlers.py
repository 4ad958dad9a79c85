"""What exports asks while it makes a hand-over package."""

from datetime import date

from sqlalchemy.orm import Session

from services.accounts.statements.actions import note_question
from shared.contracts.exports import HandoverPackageDoubted, HandoverPackageStarted
from shared.inbox import Handlers


def on_package_started(session: Session, message: HandoverPackageStarted) -> None:
    _note(session, message, days=[], missing=[])


def on_package_doubted(session: Session, message: HandoverPackageDoubted) -> None:
    _note(session, message, days=message.days, missing=message.missing)


def _note(
    session: Session,
    message: HandoverPackageStarted | HandoverPackageDoubted,
    *,
    days: list[str],
    missing: list[str],
) -> None:
    note_question(
        session,
        message.package_id,
        account_id=message.account_id,
        round=message.round,
        served_from=date.fromisoformat(message.served_from),
        served_to=date.fromisoformat(message.served_to),
        days=days,
        missing=missing,
    )


HANDLERS: Handlers = {
    HandoverPackageStarted: on_package_started,
    HandoverPackageDoubted: on_package_doubted,
}
