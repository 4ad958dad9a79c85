"""The other party of a document as card indexes of accounting programs know it."""

import hashlib
import re
from typing import NamedTuple

from services.exports.formats.eu import vat_prefix
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
    """The code that a program matches the contractor by: the same for the same party, always.

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


def split_address(line: str) -> Address:
    """Street, post code and town of a one-line address; all is street where no code is found."""
    found = _POST_CODE(line)
    if not found:
        return Address(line, "", "")
    return Address(found["street"], found["code"], found["town"].strip())


def is_eu(party: Party) -> bool:
    """Whether the number is one of an EU VAT payer."""
    return party["tax_no_kind"] == "eu_vat"


def bare(number: str | None) -> str:
    """A tax number without spaces and dashes."""
    return re.sub(r"[\s-]", "", number or "")


def tax_number(party: Party) -> str:
    """The number as other countries know it: an EU number with its prefix, others as they are."""
    number = bare(party["tax_no"])
    return f"{vat_prefix(party['country'])}{number}" if is_eu(party) and number else number


def _code_of_number(party: Party) -> str:
    number = bare(party["tax_no"])
    if not number or party["tax_no_kind"] == "none":
        return ""
    return number if party["tax_no_kind"] == "nip" else f"{vat_prefix(party['country'])}{number}"


def _mark(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length].upper()
