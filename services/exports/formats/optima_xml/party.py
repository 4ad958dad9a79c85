"""The other party of a document, as it stands in Optima's VAT register."""

from services.exports.formats.countries import polish_name
from services.exports.formats.eu import vat_prefix
from services.exports.formats.jpk.xml import element
from services.exports.formats.parties import (
    LONGEST_CODE,
    bare,
    contractor_code,
    is_eu,
    split_address,
    tax_number,
)
from services.exports.formats.problems import Notes
from shared.contracts.document import Party

_NAME = 50
"""Characters in each of the three parts of a name."""


def party_elements(party: Party, notes: Notes) -> str:
    """From `TYP_PODMIOTU` to `KOD_POCZTOWY`; `PODMIOT` is the acronym that Optima matches by."""
    address = split_address(party["address"])
    return (
        "<TYP_PODMIOTU>kontrahent</TYP_PODMIOTU>"
        f"{element('PODMIOT', contractor_code(party), LONGEST_CODE, notes)}"
        f"{element('PODMIOT_NIP', tax_number(party), 20, notes)}"
        f"{_name(party['name'], notes)}"
        f"{element('NIP_KRAJ', vat_prefix(party['country']) if is_eu(party) else '', 2, notes)}"
        f"{element('NIP', bare(party['tax_no']), 20, notes)}"
        f"{element('KRAJ', polish_name(party['country']), 50, notes)}"
        f"{element('ULICA', address.street, 60, notes)}"
        f"{element('MIASTO', address.town, 60, notes)}"
        f"{element('KOD_POCZTOWY', address.post_code, 10, notes)}"
    )


def _name(name: str, notes: Notes) -> str:
    """`NAZWA1` to `NAZWA3`, broken between words where that fits, else in the middle of one."""
    parts, rest = [], " ".join(name.split())
    for _ in range(2):
        part, rest = _first(rest)
        parts.append(part)
    return "".join(
        element(f"NAZWA{place}", part, _NAME, notes) for place, part in enumerate((*parts, rest), 1)
    )


def _first(text: str) -> tuple[str, str]:
    if len(text) <= _NAME:
        return text, ""
    end = text.rfind(" ", 0, _NAME + 1)
    end = end if end > 0 else _NAME
    return text[:end], text[end:].lstrip(" ")
