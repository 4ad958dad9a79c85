"""What bureau asks of exports over the bus."""

from sqlalchemy.orm import Session

from services.exports.jobs.orders import queue_order
from shared.contracts.bureau import ExportRequested
from shared.inbox import Handlers


def on_export_requested(session: Session, message: ExportRequested) -> None:
    queue_order(session, message)


HANDLERS: Handlers = {ExportRequested: on_export_requested}
