"""A new export: the form, the check before it, and the start."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session

from services.exports.access.clients import Firm, choose, may_export, open_clients
from services.exports.catalogue.actions import get_format
from services.exports.copies.models import Account
from services.exports.doctor import actions as doctor
from services.exports.formats.registry import FORMATS
from services.exports.jobs import actions
from services.exports.jobs.routes import check_quota
from services.exports.jobs.showing import ALL_SHOWN
from services.exports.pages.asking import periods
from services.exports.pages.asking.asked import Asked
from services.exports.pages.asking.schemas import AskedForm, NewFilters
from services.exports.pages.choices import DATE_BASES, DIRECTIONS
from services.exports.pages.entering import account_of, place_of
from services.exports.pages.fields import fields_of, said
from services.exports.pages.formats import GROUPS, PURPOSES
from services.exports.pages.problems import grouped
from shared.auth.caller import Caller
from shared.clock import now
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Runs
from shared.web.problems import language

pages = Pages("asking")

NEW = "/export/<prefix>/new"
CHECK = f"{NEW}/check"
STARTED = N_("The export has started. You may leave this page; it goes on.")

MOST_SHOWN = 60
"""Firms that a search shows at once, besides those that are ticked."""


@pages.read(NEW, query=NewFilters)
def show_new(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The form of a new export: for a period in the address, the last month, or like another."""
    account = account_of(session, caller, prefix)
    firms = open_clients(session, caller, account)
    asked = _begun(session, caller, account, query, serves=bool(firms))
    return _form(session, caller, account, asked, firms)


@pages.write(NEW, runs=Runs.READING)
def show_typed(session: Session, caller: Caller, prefix: str) -> Show:
    """The same form with what was typed, and the firms that were searched for."""
    account = account_of(session, caller, prefix)
    firms = open_clients(session, caller, account)
    return _form(session, caller, account, Asked.typed(request.form), firms)


@pages.read(CHECK)
def begin_again(session: Session, caller: Caller, prefix: str) -> Go:
    """Where one gets who comes back to a check whose form the browser has forgotten."""
    return Go(f"/export/{account_of(session, caller, prefix).prefix}/new")


def show_refused(session: Session, caller: Caller, prefix: str) -> Show:
    """The form that was refused: the choice, or the options once there is a choice."""
    account = account_of(session, caller, prefix)
    asked = Asked.typed(request.form)
    if request.form.get("chosen") and asked.format in FORMATS:
        return _checked(session, account, asked)
    return _form(session, caller, account, asked, open_clients(session, caller, account))


@pages.write(CHECK, form=AskedForm, runs=Runs.OWN, again=show_refused)
def check_export(_: None, caller: Caller, prefix: str, form: dict[str, Any]) -> Show:
    """What the export would tell of its documents, and its options; nothing is made yet."""
    with current_app.extensions["reading"]() as session:
        account = account_of(session, caller, prefix)
        wanted = _wanted(session, caller, account, form)
    asked, engine = Asked.typed(request.form), current_app.extensions["reading"].kw["bind"]
    facts: dict[str, Any] = {}
    try:
        job, found = doctor.check(engine, caller, most=ALL_SHOWN, **wanted)
        rows = doctor.as_rows(found, job)
        facts = {"found": found, "groups": grouped(rows, found.all_codes(), language())}
    except doctor.TooManyDocuments as error:
        facts = {"too_many": error}
    with current_app.extensions["reading"]() as session:
        return _checked(session, account, asked, wanted=wanted, **facts)


@pages.write(f"{NEW}/start", form=AskedForm, again=show_refused)
def start_export(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Put the export in the queue."""
    account = account_of(session, caller, prefix)
    check_quota(session, caller)
    job = actions.queue(session, caller, **_wanted(session, caller, account, form))
    return Go(f"/export/{account.prefix}/{job.id}", STARTED)


def _wanted(
    session: Session, caller: Caller, account: Account, form: dict[str, Any]
) -> dict[str, Any]:
    """What `draft` takes."""
    given = {name: form[name] for name in form if name not in ("who", "listed", "span")}
    choice = {name: form[name] for name in ("who", "accounts", "listed")}
    period = (form["period"]["first"], form["period"]["last"])
    accounts = choose(session, caller, account, **choice)
    return given | {"accounts": accounts, "period": period}


def _begun(
    session: Session, caller: Caller, account: Account, query: dict[str, Any], *, serves: bool
) -> Asked:
    clients = [prefix.lower() for prefix in query["client"]]
    if query["like"]:
        job = actions.get_job(session, caller, query["like"])
        is_own = not serves or job.accounts == [account.prefix]
        return Asked.like(job, who="own" if is_own else "some")
    who = ("some" if clients else "all") if serves else "own"
    format_ = query["format"] or actions.last_format(session, caller) or ""
    begun = {"who": who, "accounts": clients, "format": format_, "span": query["span"]}
    return Asked.fresh(now().date(), **begun)


def _form(
    session: Session, caller: Caller, account: Account, asked: Asked, firms: Sequence[Firm]
) -> Show:
    wanted, served = set(asked.accounts), {firm.prefix for firm in firms}
    ticked = [firm for firm in firms if firm.prefix in wanted]
    fitting = [firm for firm in firms if firm.prefix not in wanted and firm.fits(asked.q)]
    today = now().date()
    return Show(
        "asking/new.html",
        **place_of(session, account),
        asked=asked,
        firms=firms,
        ticked=ticked,
        fitting=fitting[:MOST_SHOWN],
        more=len(fitting) - MOST_SHOWN,
        closed=[each for each in asked.accounts if each not in served],
        owns=may_export(session, caller, account),
        months=periods.months(today),
        quarters=periods.quarters(today),
        years=periods.years(today),
        range=periods.RANGE,
        groups=GROUPS,
        purposes=PURPOSES,
        date_bases=said(DATE_BASES),
        directions=said(DIRECTIONS),
    )


def _checked(session: Session, account: Account, asked: Asked, **facts: Any) -> Show:
    format_ = get_format(asked.format)
    wanted = facts.get("wanted") or {"options": {}, "only": None, "mark_booked": False}
    return Show(
        "asking/check.html",
        **place_of(session, account),
        **({"found": None, "groups": [], "too_many": None} | facts | {"wanted": wanted}),
        asked=asked,
        format=format_,
        options=fields_of(format_.options, wanted["options"]),
        date_bases=dict(said(DATE_BASES)),
        directions=dict(said(DIRECTIONS)),
    )
