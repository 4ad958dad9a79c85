"""What accounts listens to: bureaus that want an account for a new company."""

from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.actions import open_for_bureau
from services.accounts.accounts.models import Account
from services.accounts.accounts.schemas import CompanyBody
from services.accounts.users.actions import invite_person
from shared import outbox
from shared.contracts.accounts import CompanyRefused
from shared.contracts.bureau import CompanyRequested
from shared.errors import Failure, Invalid
from shared.inbox import Handlers
from shared.texts import N_

NO_BUREAU = N_("The bureau has no account.")
BAD_COMPANY = N_("The company's data break a rule: %(where)s.")


def on_company_requested(session: Session, message: CompanyRequested) -> None:
    """Open the account, or say why not; one request opens one account.

    Who gave an e-mail is invited as administrator: the firm can use its account at once, and
    own it after a hand-over.
    """
    if session.scalar(select(Account.id).where(Account.request_id == message.request_id)):
        return
    try:
        account = _opened(session, message)
    except Failure as failure:
        _refuse(session, message, failure)
        return
    if message.client_email:
        invite_person(session, account, email=message.client_email.lower(), role="admin")


def _opened(session: Session, message: CompanyRequested) -> Account:
    bureau = session.get(Account, message.bureau_id)
    if bureau is None:
        raise Invalid(NO_BUREAU)
    return open_for_bureau(
        session,
        prefix=message.prefix,
        company=_company(message.company),
        bureau=bureau,
        request_id=message.request_id,
    )


def _company(given: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(CompanyBody().load(given))
    except ValidationError as error:
        raise Invalid(BAD_COMPANY, where=", ".join(sorted(error.messages_dict))) from error


def _refuse(session: Session, message: CompanyRequested, failure: Failure) -> None:
    refusal = CompanyRefused(
        request_id=message.request_id,
        bureau_id=message.bureau_id,
        prefix=message.prefix,
        code=failure.code,
        detail=str(failure),
    )
    outbox.publish(session, refusal, subject_id=message.request_id)


HANDLERS: Handlers = {
    CompanyRequested: on_company_requested,
}
