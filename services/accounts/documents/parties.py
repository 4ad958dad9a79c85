"""Seller and buyer of a document that is issued here."""

import re
from collections.abc import Mapping
from typing import Any

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.pl import nip

from services.accounts.accounts.models import Account
from shared.contracts.document import Party, TaxNumberKind
from shared.errors import Invalid
from shared.texts import N_

WRONG_NUMBER = N_("It is not a tax number of this country.")
GREECE_OF_VAT, GREECE = "EL", "GR"
ADDRESS = re.compile(r"(?:(?P<street>.*?),? )?(?P<post_code>\d\d-\d{3}) (?P<city>[^,]+)")


def party_of(given: Mapping[str, Any], where: str) -> Party:
    """The party that the body's member `where` describes; Invalid on a wrong tax number.

    Without `tax_no_kind`, a number is what its country makes it: a NIP, an EU number, another.
    """
    country = given.get("country") or "PL"
    number = given.get("tax_no") or None
    kind: TaxNumberKind = (given.get("tax_no_kind") or kind_in(country)) if number else "none"
    if number and kind in ("nip", "eu_vat"):
        number = _checked(number, "PL" if kind == "nip" else country, where)
    return Party(
        name=given.get("name") or "",
        tax_no=number,
        tax_no_kind=kind,
        country=country,
        address=given.get("address") or "",
        email=given.get("email"),
        code=given.get("code"),
    )


def own_party(account: Account) -> Party:
    """The account's own firm, as it stands on its documents."""
    company = account.company
    return Party(
        name=company["name"],
        tax_no=account.tax_no,
        tax_no_kind="nip",
        country=company.get("country") or "PL",
        address=address_line(company),
        email=company.get("email"),
        code=None,
    )


def address_line(company: Mapping[str, Any]) -> str:
    """An address in one line: street and house, post code and town."""
    house = "/".join(filter(None, (company.get("house_number"), company.get("flat_number"))))
    street = " ".join(filter(None, (company.get("street"), house)))
    town = " ".join(filter(None, (company.get("post_code"), company.get("city"))))
    return ", ".join(filter(None, (street, town)))


def address_parts(line: str) -> dict[str, str | None]:
    """Street, post code and town of such a line; all of it is the street where it has no code."""
    found = ADDRESS.fullmatch(line)
    return found.groupdict() if found else {"street": line or None, "post_code": None, "city": None}


def kind_in(country: str) -> TaxNumberKind:
    """What a tax number of `country` is, if nobody says it."""
    if country == "PL":
        return "nip"
    return "eu_vat" if is_in_union(country) else "other"


def is_in_union(country: str) -> bool:
    """Whether the country gives EU numbers."""
    return country.lower() in vat.MEMBER_STATES or country == GREECE


def is_number_of(number: str, country: str) -> bool:
    """Whether `number`, without the country's letters, is a VAT number there."""
    return compact(number, country) is not None


def compact(number: str, country: str) -> str | None:
    """The number without dashes and the country's letters; None if it is none there."""
    try:
        if country == "PL":
            found = str(nip.validate(number))
            return found if found.strip("0") else None
        prefix = GREECE_OF_VAT if country == GREECE else country
        module = get_cc_module(country.lower(), "vat")
        return str(module.validate(number)).removeprefix(prefix) if module else None
    except WrongNumber:
        return None


def number_in(number: str | None, country: str) -> str | None:
    """A tax number as documents have it; Invalid where its country gives none like it."""
    if not number or kind_in(country) == "other":
        return number or None
    found = compact(number, country)
    if found is None:
        raise Invalid(WRONG_NUMBER, errors=[{"pointer": "/tax_no", "detail": WRONG_NUMBER}])
    return found


def _checked(number: str, country: str, where: str) -> str:
    found = compact(number, country)
    if found is None:
        raise Invalid(
            WRONG_NUMBER, errors=[{"pointer": f"/{where}/tax_no", "detail": WRONG_NUMBER}]
        )
    return found
