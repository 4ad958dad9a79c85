"""What accounts and bureau say of the things that exports keeps copies of."""

from sqlalchemy.orm import Session

from services.exports.copies import actions
from services.exports.exported import actions as exported
from shared.contracts.accounts import (
    AccountOpened,
    BureauLinked,
    BureauRoleGranted,
    BureauRoleRevoked,
    BureauUnlinked,
    CompanyChanged,
    DocumentRecorded,
    OwnerChanged,
)
from shared.contracts.bureau import (
    ClientActivated,
    ClientAssigned,
    ClientDeactivated,
    ClientDetached,
    ClientHandedOver,
    ClientLinked,
)
from shared.inbox import Handlers

Opened = ClientActivated | ClientHandedOver
Closed = ClientLinked | ClientDeactivated


def on_account_opened(session: Session, message: AccountOpened) -> None:
    actions.keep_account(
        session,
        message.account_id,
        prefix=message.prefix,
        company=message.company,
        owner_kind=message.owner_kind,
        owner_id=message.owner_id,
    )


def on_company_changed(session: Session, message: CompanyChanged) -> None:
    actions.change_account(
        session, message.account_id, prefix=message.prefix.lower(), company=message.company
    )


def on_owner_changed(session: Session, message: OwnerChanged) -> None:
    actions.change_account(
        session, message.account_id, owner_kind=message.owner_kind, owner_id=message.owner_id
    )


def on_bureau_linked(session: Session, message: BureauLinked) -> None:
    actions.change_account(
        session,
        message.account_id,
        bureau_id=message.bureau_id,
        link_id=message.link_id,
        bureau_role=None,
    )


def on_bureau_unlinked(session: Session, message: BureauUnlinked) -> None:
    actions.change_account(
        session, message.account_id, bureau_id=None, link_id=None, bureau_role=None
    )


def on_bureau_role_granted(session: Session, message: BureauRoleGranted) -> None:
    actions.change_account(
        session,
        message.account_id,
        bureau_id=message.bureau_id,
        link_id=message.link_id,
        bureau_role=message.role,
    )


def on_bureau_role_revoked(session: Session, message: BureauRoleRevoked) -> None:
    actions.change_account(session, message.account_id, bureau_role=None)


def on_document_recorded(session: Session, message: DocumentRecorded) -> None:
    is_another = actions.keep_document(
        session, message.account_id, message.document, message.original, message.attachments
    )
    if is_another:
        exported.announce_change(session, message.account_id, message.document["id"])


def on_client_opened(session: Session, message: Opened) -> None:
    actions.keep_client(
        session,
        message.client_id,
        account_id=message.account_id,
        bureau_id=message.bureau_id,
        is_open=True,
    )


def on_client_closed(session: Session, message: Closed) -> None:
    actions.keep_client(
        session,
        message.client_id,
        account_id=message.account_id,
        bureau_id=message.bureau_id,
        is_open=False,
    )


def on_client_detached(session: Session, message: ClientDetached) -> None:
    actions.keep_client(
        session,
        message.client_id,
        account_id=message.account_id,
        bureau_id=message.bureau_id,
        is_open=False,
        is_over=True,
    )


def on_client_assigned(session: Session, message: ClientAssigned) -> None:
    actions.keep_client(
        session,
        message.client_id,
        account_id=message.account_id,
        bureau_id=message.bureau_id,
        assigned=list(message.user_ids),
    )


HANDLERS: Handlers = {
    AccountOpened: on_account_opened,
    CompanyChanged: on_company_changed,
    OwnerChanged: on_owner_changed,
    BureauLinked: on_bureau_linked,
    BureauUnlinked: on_bureau_unlinked,
    BureauRoleGranted: on_bureau_role_granted,
    BureauRoleRevoked: on_bureau_role_revoked,
    DocumentRecorded: on_document_recorded,
    ClientLinked: on_client_closed,
    ClientActivated: on_client_opened,
    ClientDeactivated: on_client_closed,
    ClientHandedOver: on_client_opened,
    ClientDetached: on_client_detached,
    ClientAssigned: on_client_assigned,
}
