"""Kto co zrobił i zobaczył: a timeline of changes, and beside it who saw which documents."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, permissions_in
from services.accounts.accounts.models import Account
from services.accounts.audit import actions
from services.accounts.audit.models import AuditRow
from services.accounts.pages.settings.audit import seen
from services.accounts.pages.settings.audit.names import Names, actors_named, names_in
from services.accounts.pages.settings.audit.schemas import AuditFilters, SeenFilters
from services.accounts.pages.settings.audit.seen import lines_of
from services.accounts.pages.settings.audit.words import KINDS, told
from services.accounts.pages.settings.frame import frame
from services.accounts.sightings import actions as sightings
from services.accounts.sightings.triggers import KEPT_DAYS
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show
from shared.web.lists import Page, paginate

pages = Pages("audit")

AUDIT = "/account/<prefix>/settings/audit"

CHECKED_AT_ONCE = 2_000
"""A chain of so many rows is checked whenever it is shown; a longer one when somebody asks."""


@pages.read(AUDIT, query=AuditFilters)
def show_audit(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """What changed in the account, the newest first, in words."""
    account = actions.account_to_read(session, caller, prefix)
    rows = actions.rows_of(account)
    for column, wanted in ((AuditRow.actor, query["who"]), (AuditRow.what, query["what"])):
        rows = rows.where(column == wanted) if wanted else rows
    found: Page[AuditRow] = paginate(
        session, rows, by=[AuditRow.number], limit=50, cursor=query["cursor"], descending=True
    )
    people = actors_named(session, set(actions.actors_of(session, account)))
    count = actions.count_of(session, account)
    is_checked = query["check"] or (count <= CHECKED_AT_ONCE and not query["cursor"])
    return Show(
        "settings/audit/done.html",
        **frame(session, account, "audit"),
        may_change="settings" in permissions_in(session, caller, account),
        query=query,
        people=_sorted(people),
        kinds=list(KINDS.items()),
        items=_items(found, names_in(session, found.items), people),
        next=found.next,
        count=count,
        breaks=len(list(actions.verify(session, account.prefix))) if is_checked else None,
    )


@pages.read(f"{AUDIT}/seen", query=SeenFilters)
def show_sightings(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """Who saw which documents, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    found = sightings.list_sightings(session, account, **query)
    return Show(
        "settings/audit/seen.html",
        **frame(session, account, "audit"),
        may_change=True,
        query=query,
        people=_lookers(session, account),
        kinds=list(seen.CHOICES.items()),
        lines=lines_of(session, account, found.items),
        next=found.next,
        kept=KEPT_DAYS,
    )


def _items(found: Page[AuditRow], names: Names, people: dict[str, str]) -> list[dict[str, Any]]:
    """What the macro `timeline` shows."""
    return [
        told(row, names)._asdict() | {"at": row.at, "by": people[row.actor]} for row in found.items
    ]


def _lookers(session: Session, account: Account) -> list[tuple[str, str]]:
    """The ids and names of who has seen something."""
    named = actors_named(session, set(sightings.actors_of(session, account)))
    return _sorted({actor.partition("/")[2]: name for actor, name in named.items()})


def _sorted(people: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(people.items(), key=lambda pair: pair[1])
