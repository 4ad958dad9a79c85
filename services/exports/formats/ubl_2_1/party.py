"""Seller and buyer: electronic address, postal address, tax number, legal name."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.exports.formats.eu import vat_prefix
from services.exports.formats.jpk.company import address_line, nip, said
from services.exports.formats.jpk.xml import element, is_blank
from services.exports.formats.parties import bare, split_address
from services.exports.formats.problems import Notes
from services.exports.formats.ubl_2_1.codes import SCHEMES
from shared.contracts.document import Party

LONGEST = 2000
"""Characters of a text; UBL itself has no limit."""


class Endpoint(NamedTuple):
    """Where Peppol delivers to."""

    scheme: str
    address: str


def vat_number(party: Party) -> str:
    """The number with its country, or nothing where it is none of an EU VAT payer."""
    number = bare(party["tax_no"]).upper()
    if party["tax_no_kind"] not in ("nip", "eu_vat") or not number:
        return ""
    prefix = "PL" if party["tax_no_kind"] == "nip" else vat_prefix(party["country"])
    return number if number.startswith(prefix) else f"{prefix}{number}"


def endpoint(party: Party) -> Endpoint | None:
    """The VAT number, where Peppol has a scheme for it."""
    number = vat_number(party)
    scheme = SCHEMES.get(number[:2])
    return Endpoint(scheme, number) if scheme else None


def seller(party: Party, company: Mapping[str, Any]) -> Party:
    """The seller as the document names it, with the account's own NIP and what it lacks."""
    return party | {
        "name": said(company, "name") if is_blank(party["name"]) else party["name"],
        "address": address_line(company) if is_blank(party["address"]) else party["address"],
        "tax_no": nip(company),
        "tax_no_kind": "nip",
        "country": said(company, "country") or "PL",
    }


def party_element(party: Party, *, shows_vat: bool, notes: Notes) -> str:
    """`cac:Party`; where nothing is taxable no VAT number may be shown, so it is a legal one."""
    return (
        f"<cac:Party>{_endpoint(party, notes)}{_address(party, notes)}"
        f"{_vat(party) if shows_vat else ''}"
        f"<cac:PartyLegalEntity>{element('cbc:RegistrationName', party['name'], LONGEST, notes)}"
        f"{_legal(party, shows_vat=shows_vat, notes=notes)}</cac:PartyLegalEntity></cac:Party>"
    )


def _endpoint(party: Party, notes: Notes) -> str:
    found = endpoint(party)
    if not found:
        return ""
    text = element("cbc:EndpointID", found.address, LONGEST, notes)
    return text.replace(">", f' schemeID="{found.scheme}">', 1)


def _address(party: Party, notes: Notes) -> str:
    address = split_address(party["address"])
    return (
        f"<cac:PostalAddress>{element('cbc:StreetName', address.street, LONGEST, notes)}"
        f"{element('cbc:CityName', address.town, LONGEST, notes)}"
        f"{element('cbc:PostalZone', address.post_code, LONGEST, notes)}"
        f"{country_element(party['country'])}</cac:PostalAddress>"
    )


def country_element(country: str) -> str:
    code = f"<cbc:IdentificationCode>{country}</cbc:IdentificationCode>"
    return f"<cac:Country>{code}</cac:Country>"


def _vat(party: Party) -> str:
    number = vat_number(party)
    if not number:
        return ""
    return (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
    )


def _legal(party: Party, *, shows_vat: bool, notes: Notes) -> str:
    return "" if shows_vat else element("cbc:CompanyID", vat_number(party), LONGEST, notes)
