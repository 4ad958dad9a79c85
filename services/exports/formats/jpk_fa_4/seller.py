"""The seller on each invoice: the account, as the document names it."""

from collections.abc import Mapping
from typing import Any

from services.exports.formats.jpk.company import address_line, nip
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes
from shared.contracts.document import Party


class Seller:
    """`P_3C`, `P_3D` and the NIP; the company's own data where a document lacks them.

    The same seller stands on nearly every document, so the last one is kept.
    """

    def __init__(self, company: Mapping[str, Any]) -> None:
        self.nip = nip(company)
        self._name = str(company["name"])
        self._address = address_line(company)
        self._last: tuple[str, str] | None = None
        self._elements = ""

    def elements(self, party: Party, notes: Notes) -> str:
        """`P_3C` and `P_3D`, which the schema demands."""
        given = (party["name"], party["address"])
        if given != self._last:
            self._elements = self._written(given, notes)
            self._last = given
        return self._elements

    def _written(self, given: tuple[str, str], notes: Notes) -> str:
        name, address = given
        return (
            f"{element('P_3C', name, 256, notes) or element('P_3C', self._name, 256, notes)}"
            f"{element('P_3D', address, 256, notes) or element('P_3D', self._address, 256, notes)}"
        )
