"""What accounts says of links, roles, owners and companies."""

from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.clients import actions
from services.bureau.handovers import actions as handovers
from shared.contracts.account_endings import AccountFrozen, AccountReleased
from shared.contracts.accounts import (
    BureauLinked,
    BureauRoleGranted,
    BureauRoleRevoked,
    BureauUnlinked,
    CompanyChanged,
    OwnerChanged,
)
from shared.inbox import Handlers


def on_bureau_linked(session: Session, message: BureauLinked) -> None:
    actions.link(
        session,
        link_id=message.link_id,
        account_id=message.account_id,
        bureau_id=message.bureau_id,
        request_id=message.request_id,
    )


def on_bureau_unlinked(session: Session, message: BureauUnlinked) -> None:
    actions.unlink(session, message.link_id)


def on_bureau_role_granted(session: Session, message: BureauRoleGranted) -> None:
    actions.grant_role(session, message.link_id, message.role)


def on_bureau_role_revoked(session: Session, message: BureauRoleRevoked) -> None:
    actions.revoke_role(session, message.link_id)


def on_company_changed(session: Session, message: CompanyChanged) -> None:
    accounts.note_company(session, message.account_id, message.company)
    actions.note_company(session, accounts.get(session, message.account_id))


def on_owner_changed(session: Session, message: OwnerChanged) -> None:
    given_away = accounts.note_owner(
        session,
        message.account_id,
        owner_kind=message.owner_kind,
        owner_id=message.owner_id,
        owner_version=message.owner_version,
    )
    if message.owner_kind == "bureau":
        handovers.note_returned(session, message.account_id)
    if given_away:
        actions.note_given_away(session, accounts.get(session, message.account_id))


def on_account_frozen(session: Session, message: AccountFrozen) -> None:
    accounts.note_frozen(session, message.account_id, frozen=True)


def on_account_released(session: Session, message: AccountReleased) -> None:
    accounts.note_frozen(session, message.account_id, frozen=False)


HANDLERS: Handlers = {
    AccountFrozen: on_account_frozen,
    AccountReleased: on_account_released,
    BureauLinked: on_bureau_linked,
    BureauUnlinked: on_bureau_unlinked,
    BureauRoleGranted: on_bureau_role_granted,
    BureauRoleRevoked: on_bureau_role_revoked,
    CompanyChanged: on_company_changed,
    OwnerChanged: on_owner_changed,
}
