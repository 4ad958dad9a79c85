"""Wysłane wiadomości: what was mailed about the account, and what became of it."""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.mail import actions
from services.accounts.mail.models import Mail
from services.accounts.mail.views import mail_view
from services.accounts.pages.settings.frame import frame
from services.accounts.pages.settings.schemas import CursorQuery
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show
from shared.web.lists import Page, mapped, paginate

pages = Pages("mail")

MAIL = "/account/<prefix>/settings/mail"


@pages.read(MAIL, query=CursorQuery)
def show_mails(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The mails about the account, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.mails_of(account)
    found: Page[Mail] = paginate(session, mine, by=[Mail.id], limit=50, descending=True, **query)
    mails = mapped(found, mail_view)
    return Show("settings/mail/list.html", **frame(session, account, "mail"), mails=mails)


@pages.read(f"{MAIL}/<mail_id>")
def show_mail(session: Session, caller: Caller, prefix: str, mail_id: str) -> Show:
    """One mail with its text, in which the link's secret is left out."""
    account = account_for(session, caller, prefix, "settings")
    mail = actions.get(session, account, mail_id)
    public_url: str = current_app.extensions["settings"].public_url
    text = actions.shown_text(mail, public_url)
    view = mail_view(mail)
    return Show("settings/mail/mail.html", **frame(session, account, "mail"), mail=view, text=text)
