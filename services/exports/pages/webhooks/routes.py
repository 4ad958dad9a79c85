"""Adding an address of another program, seeing how it answered, removing it."""

from typing import Any

from sqlalchemy.orm import Session

from services.exports.pages.entering import enter
from services.exports.webhooks import actions
from services.exports.webhooks.schemas import WebhookBody
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("webhooks")

WEBHOOKS = "/export/<prefix>/webhooks"
REMOVED = N_("The address is not called any more.")


@pages.read(WEBHOOKS)
def show_webhooks(session: Session, caller: Caller, prefix: str) -> Show:
    """The person's addresses, each with what it answered last."""
    return _shown(session, caller, prefix)


@pages.write(WEBHOOKS, form=WebhookBody, again=show_webhooks)
def add_webhook(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Show:
    """Call an address from now on; its secret is shown this once."""
    enter(session, caller, prefix)
    webhook = actions.add(session, caller, url=form["url"])
    return _shown(session, caller, prefix, secret=webhook.secret, added=webhook.url)


@pages.write(f"{WEBHOOKS}/<webhook>/remove")
def remove_webhook(session: Session, caller: Caller, prefix: str, webhook: str) -> Go:
    """Call it no more."""
    enter(session, caller, prefix)
    actions.remove(session, caller, webhook)
    return Go(f"/export/{prefix}/webhooks", REMOVED)


def _shown(session: Session, caller: Caller, prefix: str, **facts: Any) -> Show:
    place = enter(session, caller, prefix)
    found = actions.list_all(session, caller)
    last = actions.last_deliveries(session, [webhook.id for webhook in found])
    rows = [(webhook, last.get(webhook.id)) for webhook in found]
    facts = {"secret": None, "added": ""} | facts
    return Show("webhooks/webhooks.html", **place, webhooks=rows, **facts)
