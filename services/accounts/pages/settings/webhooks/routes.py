"""Webhooks: the addresses that hear of changes, what they answered, and telling them again."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.accounts.models import Account
from services.accounts.pages.settings.frame import frame
from services.accounts.pages.settings.webhooks.schemas import (
    CursorQuery,
    NewWebhookForm,
    SwitchForm,
)
from services.accounts.pages.settings.webhooks.words import kinds_in_words
from services.accounts.webhooks import actions
from services.accounts.webhooks.models import Delivery, Webhook
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("webhooks")

NOT_STORED = {"Cache-Control": "no-store"}

WEBHOOKS = "/account/<prefix>/settings/webhooks"
ONE = f"{WEBHOOKS}/<webhook>"

ON = N_("The webhook is on.")
OFF = N_("The webhook is off. What waited for it is given up.")
REMOVED = N_("The webhook is removed.")
RESENT = N_("It is sent once more. The answer stands here in a moment.")


@pages.read(WEBHOOKS, query=CursorQuery)
def show_webhooks(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The account's webhooks, and the form of another."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.webhooks_of(account)
    found: Page[Webhook] = paginate(session, mine, by=[Webhook.id], limit=50, **query)
    kinds = kinds_in_words()
    return Show(
        "settings/webhooks/list.html",
        **frame(session, account, "tokens"),
        webhooks=found,
        kinds=kinds,
    )


@pages.write(WEBHOOKS, form=NewWebhookForm, again=show_webhooks)
def make_webhook(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Show:
    """Have an address called, and show this once by what its calls are signed."""
    account = locked_account_for(session, caller, prefix, "settings")
    webhook = actions.add(session, account, form)
    return Show(
        "settings/webhooks/given.html",
        headers=NOT_STORED,
        **frame(session, account, "tokens"),
        webhook=webhook,
    )


@pages.read(ONE, query=CursorQuery)
def show_webhook(
    session: Session, caller: Caller, prefix: str, webhook: str, query: dict[str, Any]
) -> Show:
    """One webhook, and what it was told, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    found = actions.get_webhook(session, account, webhook)
    told: Page[Delivery] = paginate(
        session,
        actions.deliveries_of(found),
        by=[Delivery.position],
        limit=50,
        descending=True,
        **query,
    )
    return Show(
        "settings/webhooks/webhook.html",
        **frame(session, account, "tokens"),
        webhook=found,
        deliveries=told,
        kinds=dict(kinds_in_words()),
    )


@pages.write(f"{ONE}/switch", form=SwitchForm, again=show_webhook)
def switch_webhook(
    session: Session, caller: Caller, prefix: str, webhook: str, form: dict[str, Any]
) -> Go:
    """Switch it on, also after it was given up, or off."""
    account, found = _locked(session, caller, prefix, webhook)
    actions.change(session, found, form)
    return Go(
        f"/account/{account.prefix}/settings/webhooks/{found.id}", ON if form["active"] else OFF
    )


@pages.write(f"{ONE}/remove", again=show_webhook)
def drop_webhook(session: Session, caller: Caller, prefix: str, webhook: str) -> Go:
    """It is not called any more, and its log is gone."""
    account, found = _locked(session, caller, prefix, webhook)
    actions.remove(session, found)
    return Go(f"/account/{account.prefix}/settings/webhooks", REMOVED)


def show_webhook_of(session: Session, caller: Caller, prefix: str, webhook: str, **_: str) -> Show:
    """The same page, where one of its deliveries can't be sent again."""
    query = {"cursor": None}
    return show_webhook(session, caller, prefix, webhook, query)  # type: ignore[no-any-return]


@pages.write(f"{ONE}/deliveries/<delivery>/resend", again=show_webhook_of)
def resend_to_webhook(
    session: Session, caller: Caller, prefix: str, webhook: str, delivery: str
) -> Go:
    """Tell it once more, whatever came of it before."""
    account, found = _locked(session, caller, prefix, webhook)
    actions.resend(session, found, delivery)
    return Go(f"/account/{account.prefix}/settings/webhooks/{found.id}", RESENT)


def _locked(session: Session, caller: Caller, prefix: str, webhook: str) -> tuple[Account, Webhook]:
    account = locked_account_for(session, caller, prefix, "settings")
    return account, actions.get_webhook(session, account, webhook)
