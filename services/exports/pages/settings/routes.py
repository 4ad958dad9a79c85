"""The settings of exports: of which firm, for which format, and the form itself."""

from typing import Any

from flask import request
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from services.exports.access.actions import get_account
from services.exports.access.clients import may_export, open_clients
from services.exports.catalogue.actions import all_formats, get_format
from services.exports.copies.models import Account
from services.exports.formats.format import Format
from services.exports.pages.entering import account_of, place_of
from services.exports.pages.fields import fields_of
from services.exports.pages.formats import PURPOSES
from services.exports.pages.problems import field_word
from services.exports.pages.settings.reading import values_of
from services.exports.settings import actions
from shared.auth.caller import Caller
from shared.pages.queries import lenient
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.problems import language

pages = Pages("settings")

FIRMS = "/export/<prefix>/settings"
ONE_FIRM = f"{FIRMS}/<client>"
ONE_FORMAT = f"{ONE_FIRM}/<format>"
SAVED = N_("The settings are saved.")
MOST_SHOWN = 60


class FirmsQuery(Schema):
    """A search."""

    q = fields.String(load_default="")


@pages.read(FIRMS, query=lenient(FirmsQuery))
def show_firms(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show | Go:
    """Whose settings? An account that serves nobody has only its own."""
    account = account_of(session, caller, prefix)
    firms = open_clients(session, caller, account)
    if not firms:
        return Go(f"/export/{account.prefix}/settings/{account.prefix}")
    found = [firm for firm in firms if firm.fits(query["q"])]
    facts = {"found": found[:MOST_SHOWN], "more": len(found) - MOST_SHOWN, "q": query["q"]}
    owns = may_export(session, caller, account)
    return Show("settings/firms.html", **place_of(session, account), **facts, owns=owns)


@pages.read(ONE_FIRM)
def show_formats(session: Session, caller: Caller, prefix: str, client: str) -> Show:
    """What each format needs of the firm, and what is missing."""
    place = place_of(session, account_of(session, caller, prefix))
    firm = get_account(session, caller, client)
    formats = [
        {
            "id": format_.id,
            "purpose": PURPOSES[format_.id],
            "has_settings": bool(format_.settings["properties"]),
            "missing": _missing(session, firm, format_),
        }
        for format_ in all_formats()
    ]
    shown = [each for each in formats if each["has_settings"] or each["missing"]]
    return Show("settings/formats.html", **place, firm=_firm(firm), formats=shown)


@pages.read(ONE_FORMAT)
def show_settings(session: Session, caller: Caller, prefix: str, client: str, format: str) -> Show:
    """The settings of a firm for a format, with the defaults of what nobody changed."""
    place = place_of(session, account_of(session, caller, prefix))
    format_ = get_format(format)
    firm = get_account(session, caller, client)
    shown = actions.get_settings(session, caller, client, format)
    return Show(
        "settings/settings.html",
        **place,
        firm=_firm(firm),
        format=format_,
        purpose=PURPOSES[format_.id],
        fields_shown=fields_of(format_.settings, shown.settings),
        version=shown.version,
        missing=_missing(session, firm, format_),
    )


@pages.write(ONE_FORMAT, again=show_settings)
def save_settings(session: Session, caller: Caller, prefix: str, client: str, format: str) -> Go:
    """Save what was typed, in the place of what was saved before."""
    account = account_of(session, caller, prefix)
    values = values_of(request.form, get_format(format).settings)
    version = request.form.get("version", "")
    seen = int(version) if version.isdecimal() else None
    actions.save_settings(session, caller, client, format, values=values, seen=seen)
    return Go(f"/export/{account.prefix}/settings/{client}/{format}", SAVED)


def _firm(account: Account) -> dict[str, str]:
    return {"prefix": account.prefix, "name": account.company.get("name") or account.prefix}


def _missing(session: Session, account: Account, format_: Format) -> list[dict[str, Any]]:
    """What is missing, in the reader's words, and whether the company's data lack it."""
    return [
        {"name": field_word(problem.facts, language()), "of_company": problem.fix == "company"}
        for problem in actions.missing(session, account, format_)
    ]
