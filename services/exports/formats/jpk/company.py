"""The taxpayer of a JPK file: what it demands of the account, and its `Podmiot1`."""

import re
from collections.abc import Mapping
from typing import Any

from services.exports.formats.jpk.codes import COUNTRIES, TAX_OFFICES
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes, Problem
from shared.texts import N_

_NIP = re.compile(r"[1-9]((\d[1-9])|([1-9]\d))\d{7}", re.ASCII).fullmatch

_POLISH_ADDRESS = ("voivodeship", "county", "commune", "house_number", "city", "post_code")
_FOREIGN_ADDRESS = ("city",)

_ADDRESS_FIELDS = (
    ("Wojewodztwo", "voivodeship", 36),
    ("Powiat", "county", 36),
    ("Gmina", "commune", 36),
    ("Ulica", "street", 65),
    ("NrDomu", "house_number", 9),
    ("NrLokalu", "flat_number", 10),
    ("Miejscowosc", "city", 56),
    ("KodPocztowy", "post_code", 8),
)
_FOREIGN_FIELDS = tuple(_ADDRESS_FIELDS[place] for place in (7, 6, 3, 4, 5))


def missing_fields(company: Mapping[str, Any]) -> list[Problem]:
    """A `missing_setting` for each field that a JPK file demands and the company lacks."""
    needed = _POLISH_ADDRESS if is_polish(company) else _FOREIGN_ADDRESS
    problems = [missing(name) for name in ("name", *needed) if not said(company, name)]
    problems += unfit_numbers(company)
    if not is_polish(company) and said(company, "country") not in COUNTRIES:
        problems.append(unfit("country", said(company, "country")))
    return problems


def unfit_numbers(company: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the NIP and the tax office, which every JPK file holds."""
    problems = []
    if not _NIP(nip(company)):
        problems.append(unfit("tax_no", said(company, "tax_no")))
    if said(company, "tax_office_code") not in TAX_OFFICES:
        problems.append(unfit("tax_office_code", said(company, "tax_office_code")))
    return problems


def nip(company: Mapping[str, Any]) -> str:
    """The company's NIP, digits only."""
    return re.sub(r"[\s-]|^PL", "", said(company, "tax_no"))


def taxpayer(company: Mapping[str, Any], notes: Notes) -> str:
    """`Podmiot1` as JPK_FA(4) has it, its address in the namespace `etd`."""
    return (
        f"<Podmiot1><IdentyfikatorPodmiotu><NIP>{nip(company)}</NIP>"
        f"{element('PelnaNazwa', said(company, 'name'), 240, notes)}</IdentyfikatorPodmiotu>"
        f"{_address(company, notes)}</Podmiot1>\n"
    )


def address_line(company: Mapping[str, Any]) -> str:
    """The company's address as documents write it: street and number, post code and town."""
    number = "/".join(filter(None, (said(company, "house_number"), said(company, "flat_number"))))
    street = f"{said(company, 'street') or said(company, 'city')} {number}".strip()
    town = f"{said(company, 'post_code')} {said(company, 'city')}".strip()
    return ", ".join(filter(None, (street, town)))


def _address(company: Mapping[str, Any], notes: Notes) -> str:
    outer = "AdresPodmiotu" if is_polish(company) else "AdresPodmiotu2"
    return f"<{outer}>{address_elements(company, notes)}</{outer}>"


def address_elements(company: Mapping[str, Any], notes: Notes) -> str:
    """The address, Polish or foreign, in the namespace `etd`."""
    polish = is_polish(company)
    fields = _ADDRESS_FIELDS if polish else _FOREIGN_FIELDS
    country = "PL" if polish else said(company, "country")
    inner = "".join(
        element(f"etd:{name}", said(company, source), most, notes) for name, source, most in fields
    )
    return f"<etd:KodKraju>{country}</etd:KodKraju>{inner}"


def is_polish(company: Mapping[str, Any]) -> bool:
    """Whether the company's address is Polish, as it is where no country is named."""
    return said(company, "country") in ("", "PL")


def said(company: Mapping[str, Any], name: str) -> str:
    """What the company says under `name`, or nothing."""
    return str(company.get(name) or "").strip()


def missing(name: str) -> Problem:
    """The file needs `name`, and the company has none."""
    return Problem(
        code="missing_setting",
        text=N_("The company has no %(field)s, and the file needs it."),
        facts={"field": name},
        fix="company",
    )


def unfit(name: str, value: str) -> Problem:
    """The file may not hold the `value` of `name`."""
    if not value:
        return missing(name)
    return Problem(
        code="missing_setting",
        text=N_("The company's %(field)s, “%(value)s”, is not one that the file may hold."),
        facts={"field": name, "value": value},
        fix="company",
    )
