"""Seller and buyer: from `buyer_name`, `buyer_tax_no` … to a party, and back."""

import re
from collections.abc import Mapping
from typing import Any

from services.accounts.compatible.values import text_in
from services.accounts.documents.parties import address_line, address_parts, compact, is_in_union
from services.accounts.parties.models import Contractor
from shared.contracts.document import Party

PARTS = ("street", "post_code", "city")
NAMES = ("name", "tax_no", "country", "email", "first_name", "last_name", *PARTS)


def party_given(given: Mapping[str, Any], side: str) -> dict[str, Any] | None:
    """The body of the party whose attributes begin with `side`; None where it has no name."""
    values = {name: text_in(given, f"{side}_{name}") for name in NAMES}
    person = " ".join(filter(None, (values["first_name"], values["last_name"])))
    name = values["name"] or person
    if not name:
        return None
    return {
        "name": name,
        "address": address_line(values),
        "email": values["email"],
        **tax_number(values["tax_no"], values["country"]),
    }


def tax_number(text: str | None, country: str | None) -> dict[str, Any]:
    """A tax number with its kind and country; one that its country does not know is `other`."""
    named = (country or "").upper()
    country = named if re.fullmatch("[A-Z]{2}", named) else "PL"
    if text is None:
        return {"country": country}
    letters = text[:2].upper()
    if letters.isalpha() and (letters == "PL" or is_in_union(letters)):
        country = letters
    number = compact(text, country)
    kind = "other" if number is None else "nip" if country == "PL" else "eu_vat"
    return {"tax_no": number or text, "tax_no_kind": kind, "country": country}


def party_of(contractor: Contractor) -> dict[str, Any]:
    """The same of a contractor."""
    return {
        "name": contractor.name,
        "address": address_line({name: getattr(contractor, name) for name in PARTS}),
        "email": contractor.email,
        **tax_number(contractor.tax_no, contractor.country),
    }


def shown_of(party: Party, side: str, beside: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a party; its address in the parts in which it was given, if it was."""
    shown = {
        f"{side}_name": party["name"],
        f"{side}_tax_no": party["tax_no"],
        f"{side}_country": party["country"],
        f"{side}_email": party["email"],
    }
    given = {name: beside.get(f"{side}_{name}") for name in PARTS}
    parts = given if address_line(given) == party["address"] else address_parts(party["address"])
    return shown | {f"{side}_{name}": value for name, value in parts.items()}
