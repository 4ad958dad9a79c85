"""`KARTOTEKA_KONTRAHENTOW`: the parties of one file, each once, numbered as they come."""

from dataclasses import dataclass

from services.exports.formats.jpk.xml import element
from services.exports.formats.parties import (
    LONGEST_CODE,
    contractor_code,
    is_eu,
    other_party,
    split_address,
    tax_number,
)
from services.exports.formats.problems import Notes, unheard
from shared.contracts.document import Document, Party


@dataclass
class _Met:
    number: int
    party: Party
    customer: bool = False
    supplier: bool = False


class Contractors:
    """Who stands on the documents of one file, at most as many as there are documents in it."""

    def __init__(self) -> None:
        self._met: dict[str, _Met] = {}

    def number_of(self, document: Document) -> int:
        """The number that links the document to its party."""
        party = other_party(document)
        code = contractor_code(party)
        met = self._met.setdefault(code, _Met(len(self._met) + 1, party))
        met.customer |= document["income"]
        met.supplier |= not document["income"]
        return met.number

    def catalogue(self) -> str:
        """The element; a text that is too long for it is told by each of the party's documents."""
        notes = Notes(unheard)
        inner = "".join(_contractor(code, met, notes) for code, met in self._met.items())
        return f"<KARTOTEKA_KONTRAHENTOW>\n{inner}</KARTOTEKA_KONTRAHENTOW>\n"


def note_changes(document: Document, notes: Notes) -> None:
    """Note what the catalogue changes in the data of the document's party."""
    _party(other_party(document), notes)


def _contractor(code: str, met: _Met, notes: Notes) -> str:
    return (
        f"<KONTRAHENT><ID_KONTRAHENTA>{met.number}</ID_KONTRAHENTA>"
        f"{element('KOD_KONTRAHENTA', code, LONGEST_CODE, notes)}{_party(met.party, notes)}"
        f"<ODBIORCA>{met.customer:d}</ODBIORCA><DOSTAWCA>{met.supplier:d}</DOSTAWCA>"
        f"<CZY_KONTRAHENT_UE>{is_eu(met.party):d}</CZY_KONTRAHENT_UE>"
        "<RODZAJ_EWIDENCJI>1</RODZAJ_EWIDENCJI></KONTRAHENT>\n"
    )


def _party(party: Party, notes: Notes) -> str:
    address = split_address(party["address"])
    short = " ".join(party["name"].split())[:50].rstrip(" ")
    return (
        f"{element('NAZWA', short, 50, notes)}"
        f"{element('NAZWA_PELNA', party['name'], 200, notes)}"
        f"{element('NIP', tax_number(party), 30, notes)}"
        f"{element('KOD_POCZTOWY', address.post_code, 10, notes)}"
        f"{element('MIEJSCOWOSC', address.town, 50, notes)}"
        f"{element('ULICA_LOKAL', address.street, 50, notes)}"
        f"{element('SYMBOL_KRAJU_KONTRAHENTA', party['country'], 3, notes)}"
    )
