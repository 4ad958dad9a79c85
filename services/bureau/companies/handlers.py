"""What accounts says of new accounts and of accounts that it did not make."""

from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.companies import actions
from shared.contracts.accounts import AccountOpened, CompanyRefused, CompanyWanted
from shared.inbox import Handlers


def on_account_opened(session: Session, message: AccountOpened) -> None:
    accounts.note_opened(
        session,
        message.account_id,
        prefix=message.prefix,
        company=message.company,
        owner_kind=message.owner_kind,
        owner_id=message.owner_id,
        owner_version=message.owner_version,
    )
    if message.request_id:
        actions.create(session, message.request_id)


def on_company_wanted(session: Session, message: CompanyWanted) -> None:
    actions.request_or_decline(
        session,
        message.bureau_id,
        request_id=message.request_id,
        prefix=message.prefix,
        company=message.company,
        client_email=message.client_email,
    )


def on_company_refused(session: Session, message: CompanyRefused) -> None:
    actions.reject(session, message.request_id, code=message.code, detail=message.detail)


HANDLERS: Handlers = {
    AccountOpened: on_account_opened,
    CompanyWanted: on_company_wanted,
    CompanyRefused: on_company_refused,
}
