"""What sightings listen to: exports that are ready to be fetched."""

from sqlalchemy.orm import Session

from services.accounts.sightings import actions
from shared.contracts.exports import ExportCompleted
from shared.inbox import Handlers


def on_export_completed(session: Session, message: ExportCompleted) -> None:
    """Whoever asked for the export has the documents in it."""
    actions.note_export(
        session,
        message.accounts,
        by=message.requested_by,
        job_id=message.job_id,
        format=message.format,
    )


HANDLERS: Handlers = {ExportCompleted: on_export_completed}
