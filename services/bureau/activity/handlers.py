"""What accounts and exports say of documents."""

from sqlalchemy.orm import Session

from services.bureau.activity import actions
from services.bureau.months import actions as months
from shared.contracts.accounts import DocumentRecorded
from shared.contracts.exports import DocumentChangedAfterExport, ExportCompleted
from shared.inbox import Handlers


def on_document_recorded(session: Session, message: DocumentRecorded) -> None:
    month = actions.note_document(session, message.account_id, message.document)
    months.weigh(session, message.account_id, month)


def on_document_changed_after_export(session: Session, message: DocumentChangedAfterExport) -> None:
    month = actions.note_changed(session, message.account_id, message.document_id)
    months.weigh(session, message.account_id, month)


def on_export_completed(session: Session, message: ExportCompleted) -> None:
    actions.note_exported(session, message.accounts)
    for account_id in message.accounts:
        months.weigh_all(session, account_id)


HANDLERS: Handlers = {
    DocumentRecorded: on_document_recorded,
    DocumentChangedAfterExport: on_document_changed_after_export,
    ExportCompleted: on_export_completed,
}
