"""What accounts listens to: bureaus that want an account for a new company."""

from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.actions import open_for_bureau
from services.accounts.accounts.models import Account
from services.accounts.accounts.schemas import CompanyBody
from services.accounts.companies.actions import note_refusal
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

    Nothing is mailed to `client_email` now: the firm's person hears of the account when the
    bureau hands it over or adds them to its users.
    """
    if session.scalar(select(Account.id).where(Account.request_id == message.request_id)):
        return
    try:
        _open(session, message)
    except Failure as failure:
        _refuse(session, message, failure)


def _open(session: Session, message: CompanyRequested) -> None:
    bureau = session.get(Account, message.bureau_id)
    if bureau is None:
        raise Invalid(NO_BUREAU)
    open_for_bureau(
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
    note_refusal(session, message.request_id, code=failure.code, detail=str(failure))
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
