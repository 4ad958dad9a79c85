"""An account's mails over HTTP: what became of each."""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.mail import actions
from services.accounts.mail.models import Mail
from services.accounts.mail.schemas import MailView, WholeMailView
from services.accounts.mail.views import mail_view
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, mapped, page_of, paginate

api = Api("mail")

MAILS = "/v1/accounts/<prefix>/mail"


@api.read(MAILS, query=ListQuery, out=page_of(MailView), codes=("forbidden",))
def list_mail(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Page[Any]:
    """The mails about the account, the newest first: delivered, waiting, failed and why."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.mails_of(account)
    page: Page[Mail] = paginate(session, mine, by=[Mail.id], descending=True, **query)
    return mapped(page, mail_view)


@api.read(f"{MAILS}/<mail_id>", out=WholeMailView, codes=("forbidden",))
def get_mail(session: Session, caller: Caller, prefix: str, mail_id: str) -> dict[str, Any]:
    """One mail with its text, in which the link's secret is left out."""
    account = account_for(session, caller, prefix, "settings")
    mail = actions.get(session, account, mail_id)
    public_url: str = current_app.extensions["settings"].public_url
    return mail_view(mail) | {"body": actions.shown_text(mail, public_url)}
