"""Giving a link to an export's file, and taking it back."""

from typing import Any, cast

from flask import current_app
from sqlalchemy.orm import Session

from services.exports.config import Settings
from services.exports.jobs.actions import get_job
from services.exports.jobs.routes import showing
from services.exports.links import actions
from services.exports.links.signing import address
from services.exports.pages.entering import enter
from services.exports.pages.jobs.routes import show_export
from services.exports.pages.jobs.seen import seen
from services.exports.pages.links.schemas import LinkForm
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("links")

LINKS = "/export/<prefix>/<export>/links"
TAKEN_BACK = N_("The link does not work any more.")


@pages.write(LINKS, form=LinkForm, again=show_export)
def make_link(
    session: Session, caller: Caller, prefix: str, export: str, form: dict[str, Any]
) -> Show:
    """A link to the file; its address is shown this once."""
    place = enter(session, caller, prefix)
    link = actions.make_link(session, caller, export, **form)
    settings = cast("Settings", current_app.extensions["settings"])
    url = address(settings.public_url, link.key, link.id, int(link.expires_at.timestamp()))
    facts = seen(session, showing(caller), get_job(session, caller, export))
    return Show("jobs/job.html", **place, **facts, new_link=url)


@pages.write(f"{LINKS}/<link>/take-back")
def take_back_link(session: Session, caller: Caller, prefix: str, export: str, link: str) -> Go:
    """The link works no more."""
    enter(session, caller, prefix)
    actions.take_back(session, caller, export, link)
    return Go(f"/export/{prefix}/{export}", TAKEN_BACK)
