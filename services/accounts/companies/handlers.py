"""What the bureau service says of companies that it did not ask for."""

from sqlalchemy.orm import Session

from services.accounts.companies.actions import note_refusal
from shared.contracts.bureau import CompanyDeclined
from shared.inbox import Handlers


def on_company_declined(session: Session, message: CompanyDeclined) -> None:
    note_refusal(session, message.request_id, code=message.code, detail=message.detail)


HANDLERS: Handlers = {CompanyDeclined: on_company_declined}
