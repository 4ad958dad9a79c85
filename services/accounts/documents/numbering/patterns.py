"""Patterns of numbers, such as `FV {number}/{month}/{year}`, and what they make of a day."""

import re
from collections.abc import Mapping
from datetime import date

from shared.errors import Invalid
from shared.texts import N_

USUAL: Mapping[str, str] = {
    "vat": "FV",
    "proforma": "PRO",
    "bill": "RACH",
    "receipt": "PAR",
    "advance": "ZAL",
    "final": "KON",
    "correction": "KOR",
    "vat_margin": "FM",
    "vat_mp": "FMP",
    "vat_rr": "RR",
    "wdt": "WDT",
    "wnt": "WNT",
    "export_products": "EXP",
    "import_service": "IU",
    "import_service_eu": "IUE",
    "import_products": "IT",
    "invoice_other": "INNA",
    "accounting_note": "NOTA",
    "correction_note": "NK",
    "kp": "KP",
    "kw": "KW",
    "estimate": "OF",
    "client_order": "ZAM",
    "pz": "PZ",
    "wz": "WZ",
    "mm": "MM",
    "rw": "RW",
    "pw": "PW",
}
"""The mark that the usual pattern of each kind begins with."""

NUMBER = "{number}"
PLACES = re.compile(r"\{[^{}]*\}")
KNOWN = {NUMBER, "{month}", "{year}", "{year2}", "{kind}"}
LONGEST = 60

BAD_PATTERN = N_(
    "A pattern has {number} once, and beside it {month}, {year}, {year2} (two digits) or {kind}."
)


def usual_pattern(kind: str) -> str:
    """The pattern of a kind whose account has none of its own."""
    return f"{USUAL[kind]} {NUMBER}/{{month}}/{{year}}"


def checked(pattern: str) -> str:
    """`pattern`, if it makes one number after another; Invalid otherwise.

    A pattern with the month needs the year as well: the first of March would come again.
    """
    places = PLACES.findall(pattern)
    rest = PLACES.sub("", pattern)
    in_order = places.count(NUMBER) == 1 and set(places) <= KNOWN and not set("{}") & set(rest)
    has_year = bool({"{year}", "{year2}"} & set(places))
    if not in_order or ("{month}" in places and not has_year):
        raise Invalid(BAD_PATTERN, errors=[{"pointer": "/pattern", "detail": BAD_PATTERN}])
    return pattern


def series_of(pattern: str, kind: str, day: date) -> str:
    """The pattern with all but the number filled in; it begins anew with its month or year."""
    filled = {
        "{month}": f"{day.month:02}",
        "{year}": f"{day.year}",
        "{year2}": f"{day.year % 100:02}",
        "{kind}": USUAL[kind],
    }
    return PLACES.sub(lambda place: filled.get(place[0], place[0]), pattern)


def number_in(series: str, count: int) -> str:
    """The document's number: `count` in its series."""
    return series.replace(NUMBER, str(count))
