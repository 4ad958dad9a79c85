"""The taxpayer of a JPK record: a firm by its name, or a person by name and day of birth.

The company's data does not say which it is, so the account's settings for the format do.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.exports.formats.jpk.company import missing, nip, said, unfit, unfit_numbers
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes, Problem, missing_settings
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema
from shared.texts import N_

_EMAIL = re.compile(r"[^\n]+@[^\n]+").fullmatch
_PERSON = ("first_name", "last_name", "birth_date")


def _name(title: str, most: int) -> Schema:
    rule = {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"^[^\x00-\x1f]*\S"}
    return rule | {"title": title}


PROPERTIES: Schema = {
    "taxpayer": {
        "type": "string",
        "title": N_("The taxpayer is"),
        "enum": ["company", "person"],
        "default": "company",
    },
    "first_name": _name(N_("First name"), 30),
    "last_name": _name(N_("Last name"), 81),
    "birth_date": {
        "type": "string",
        "title": N_("Date of birth"),
        "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$"
        r"|^(19|20)\d\d-(0[13-9]|1[0-2])-(29|30)$|^(19|20)\d\d-(0[13578]|1[02])-31$"
        r"|^(19|20)([02468][048]|[13579][26])-02-29$",
    },
}
"""Settings of each format that has such a taxpayer."""

SCHEMA: Schema = {"type": "object", "additionalProperties": False, "properties": PROPERTIES}


def missing_taxpayer(run: Run, *, email: bool) -> list[Problem]:
    """A `missing_setting` for each thing that `Podmiot1` demands; `email` says if that is one."""
    company = run.account.company
    problems = unfit_numbers(company)
    if is_person(run):
        problems += missing_settings(SCHEMA, _PERSON, run.settings)
    elif not said(company, "name"):
        problems.append(missing("name"))
    if email and not _EMAIL(said(company, "email")):
        problems.append(unfit("email", said(company, "email")))
    return problems


def is_person(run: Run) -> bool:
    return run.settings.get("taxpayer") == "person"


def taxpayer(run: Run, notes: Notes, more: str = "") -> str:
    """`Podmiot1`; the data of a person are in the namespace `etd`; `more` stands at its end."""
    company = run.account.company
    email = said(company, "email")
    contact = element("Email", email, 255, notes) if _EMAIL(email) else ""
    who = _person(run, contact, notes) if is_person(run) else _company(company, contact, notes)
    notes.tell()
    return f'<Podmiot1 rola="Podatnik">{who}{more}</Podmiot1>\n'


def _person(run: Run, contact: str, notes: Notes) -> str:
    settings = run.settings
    return (
        f"<OsobaFizyczna><etd:NIP>{nip(run.account.company)}</etd:NIP>"
        f"{element('etd:ImiePierwsze', settings['first_name'], 30, notes)}"
        f"{element('etd:Nazwisko', settings['last_name'], 81, notes)}"
        f"<etd:DataUrodzenia>{settings['birth_date']}</etd:DataUrodzenia>"
        f"{contact}</OsobaFizyczna>"
    )


def _company(company: Mapping[str, Any], contact: str, notes: Notes) -> str:
    return (
        f"<OsobaNiefizyczna><NIP>{nip(company)}</NIP>"
        f"{element('PelnaNazwa', said(company, 'name'), 240, notes)}{contact}</OsobaNiefizyczna>"
    )
