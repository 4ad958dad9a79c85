"""The other party of each document as Symfonia FK's card index knows it."""

import hashlib
import re
from typing import NamedTuple

from services.exports.formats.eu import vat_prefix
from services.exports.formats.problems import Notes
from services.exports.formats.symfonia_fk.text import field, section
from shared.contracts.document import Document, Party

LONGEST_CODE = 20

_ODD_LETTER = re.compile("[^ -z|~ĄĆĘŁŃÓŚŹŻąćęłńóśźż]")
"""All but ASCII and Polish letters, and braces, which are signs of the format."""

_POST_CODE = re.compile(r"^(?P<street>.*?)[,\s]*\b(?P<code>\d\d-\d{3})\s+(?P<town>[^,]+)").match


class Address(NamedTuple):
    street: str
    post_code: str
    town: str


def other_party(document: Document) -> Party:
    """The buyer of a sale, the seller of a cost."""
    return document["buyer"] if document["income"] else document["seller"]


def contractor_code(party: Party) -> str:
    """The code that Symfonia matches the contractor by: the same for the same party, always.

    It is the code that the client gave; else the tax number, with its country where that is
    not Poland; else a mark made of the name and address. One that is too long or holds what
    a code may not hold keeps its beginning and ends in a mark of the whole, so that two
    never become one.
    """
    code = " ".join((party["code"] or "").split()) or _code_of_number(party)
    if not code:
        return f"BN-{_mark(party['name'] + chr(10) + party['address'], 16)}"
    if len(code) <= LONGEST_CODE and not _ODD_LETTER.search(code):
        return code
    kept = _ODD_LETTER.sub("", code)[: LONGEST_CODE - 9].strip()
    return f"{kept or 'K'}-{_mark(code, 8)}"


def contractor(party: Party, code: str, number: int, notes: Notes) -> str:
    """A `Kontrahent` section; `number` links documents to it within this file."""
    address = split_address(party["address"])
    return section(
        "Kontrahent",
        0,
        f"\tid ={number}\r\n\tinfo =N\r\n",
        field("kod", code, LONGEST_CODE, 1, notes),
        field("nazwa", party["name"], 150, 1, notes),
        field("miejscowosc", address.town, 60, 1, notes),
        field("ulica", address.street, 60, 1, notes),
        field("kodpocz", address.post_code, 10, 1, notes),
        field("nip", written_number(party), 20, 1, notes),
        f"\tstatusUE ={int(_is_eu(party))}\r\n",
        field("krajKod", party["country"], 2, 1, notes),
    )


def contractor_data(document: Document, code: str, number: int, notes: Notes) -> str:
    """The section of a document that names its other party."""
    party = other_party(document)
    address = split_address(party["address"])
    return section(
        "Dane Nabywcy" if document["income"] else "Dane Sprzedawcy",
        1,
        f"\t\tkhid ={number}\r\n",
        field("khkod", code, LONGEST_CODE, 2, notes),
        field("khnazwa", party["name"], 150, 2, notes),
        field("khulica", address.street, 60, 2, notes),
        field("khmiasto", address.town, 60, 2, notes),
        field("khkodpocz", address.post_code, 10, 2, notes),
        field("khnip", written_number(party), 20, 2, notes),
        field("khKrajKod", party["country"], 2, 2, notes),
    )


def split_address(line: str) -> Address:
    """Street, post code and town of a one-line address; all is street where no code is found."""
    found = _POST_CODE(line)
    if not found:
        return Address(line, "", "")
    return Address(found["street"], found["code"], found["town"].strip())


def written_number(party: Party) -> str:
    """A NIP with dashes, as Symfonia writes it; an EU number with its country."""
    number = _bare(party["tax_no"])
    if party["tax_no_kind"] == "nip" and len(number) == 10:
        return f"{number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}"
    return f"{vat_prefix(party['country'])}{number}" if _is_eu(party) and number else number


def _code_of_number(party: Party) -> str:
    number = _bare(party["tax_no"])
    if not number or party["tax_no_kind"] == "none":
        return ""
    return number if party["tax_no_kind"] == "nip" else f"{vat_prefix(party['country'])}{number}"


def _is_eu(party: Party) -> bool:
    return party["tax_no_kind"] == "eu_vat"


def _bare(number: str | None) -> str:
    return re.sub(r"[\s-]", "", number or "")


def _mark(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length].upper()
