"""The other party of each document as Symfonia FK's card index knows it."""

from services.exports.formats.eu import vat_prefix
from services.exports.formats.parties import LONGEST_CODE, bare, is_eu, other_party, split_address
from services.exports.formats.problems import Notes
from services.exports.formats.symfonia_fk.text import field, section
from shared.contracts.document import Document, Party


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
        f"\tstatusUE ={int(is_eu(party))}\r\n",
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


def written_number(party: Party) -> str:
    """A NIP with dashes, as Symfonia writes it; an EU number with its country."""
    number = bare(party["tax_no"])
    if party["tax_no_kind"] == "nip" and len(number) == 10:
        return f"{number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}"
    return f"{vat_prefix(party['country'])}{number}" if is_eu(party) and number else number
