"""A bulk action: its page, and the dry run that says what would come of it."""

from calendar import monthrange
from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter_leading
from services.bureau.bulk import actions
from services.bureau.bulk.schemas import LARGEST
from services.bureau.days import last_month, month_of, today
from services.bureau.pages.bulk import typed, words
from services.bureau.pages.bulk.schemas import BulkQuery
from services.bureau.pages.jobs.words import ACTIONS
from services.bureau.people import colleagues
from services.bureau.served import actions as served
from services.bureau.served.reads import filters_of
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.errors import Refused
from shared.pages.routing import Go, Pages, Show

pages = Pages("bulk")

BULK = "/panel/<bureau>/bulk"


@pages.read(BULK, query=BulkQuery)
def show_bulk(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """Which companies were chosen, and what the action has to know."""
    staff = enter_leading(session, caller, bureau)
    action = query["action"]
    chosen = _chosen(session, staff, query) if query["all_"] else query["clients"]
    emails = served.emails(session, staff.bureau_id, chosen) if action == "handover" else {}
    last = last_month(month_of(today()))
    return Show(
        "bulk/new.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        action=action,
        called=ACTIONS[action],
        chosen=chosen,
        by_filters=query["all_"],
        lines="\n".join(f"{prefix}; {emails.get(prefix, '')}" for prefix in chosen),
        people=colleagues.of(session, staff.bureau_id) if action == "assign" else (),
        period=(f"{last}-01", _last_day(last)),
        words=words,
    )


@pages.write(BULK, query=BulkQuery, again=show_bulk)
def try_bulk(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Go:
    """Say of each company what would come of it; nothing is done yet."""
    staff = enter_leading(session, caller, bureau)
    by_filters = query["all_"] and query["action"] != "handover"
    chosen = _chosen(session, staff, query) if by_filters else None
    body = typed.body_of(query["action"], request.form, chosen)
    job = actions.start(
        session,
        staff,
        action=body["action"],
        prefixes=body["clients"],
        arguments=body["arguments"],
        dry_run=True,
        actor=caller.actor,
    )
    return Go(f"/panel/{staff.bureau}/jobs/{job.id}")


def _chosen(session: Session, staff: Staff, query: dict[str, Any]) -> Sequence[str]:
    """The clients that pass the filters; refused where they are more than a job takes."""
    filters = {n: value for n, value in query.items() if n not in ("action", "clients", "all_")}
    found = served.find_prefixes(session, filters_of(staff, **filters), most=LARGEST + 1)
    if len(found) > LARGEST:
        raise Refused(words.TOO_MANY, most=LARGEST)
    return found


def _last_day(month: str) -> str:
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"
