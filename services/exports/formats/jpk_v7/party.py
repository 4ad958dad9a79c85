"""The other party of a row: its number and the country that gave it, or the word for none."""

import re

from services.exports.formats.eu import vat_prefix
from services.exports.formats.jpk.codes import RECORD_COUNTRIES
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes
from shared.contracts.document import Party

NONE = "brak"

_SIGN = re.compile(r"[^0-9A-Za-z]")


def party_elements(party: Party, whose: str, notes: Notes) -> str:
    """`KodKrajuNadaniaTIN`, `Nr…` and `Nazwa…`; a number is letters and digits only."""
    number = _number(party)
    name = element(f"Nazwa{whose}", party["name"], 512, notes)
    return (
        f"{_country(party) if number else ''}"
        f"{element(f'Nr{whose}', number or NONE, 50, notes)}"
        f"{name or f'<Nazwa{whose}>{NONE}</Nazwa{whose}>'}"
    )


def _number(party: Party) -> str:
    return "" if party["tax_no_kind"] == "none" else _SIGN.sub("", party["tax_no"] or "")


def _country(party: Party) -> str:
    """The country of a number that is not Polish."""
    code = vat_prefix(party["country"])
    if party["tax_no_kind"] == "nip" or code == "PL" or code not in RECORD_COUNTRIES:
        return ""
    return f"<KodKrajuNadaniaTIN>{code}</KodKrajuNadaniaTIN>"
