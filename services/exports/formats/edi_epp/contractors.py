"""The dictionary `KONTRAHENCI`: each other party once, 30 fields, table 10."""

from collections.abc import Iterable, Iterator

from services.exports.formats.edi_epp.header import contractor_fields, country_fields
from services.exports.formats.edi_epp.record import NOTHING, record, text
from services.exports.formats.parties import contractor_code, other_party
from services.exports.formats.problems import Notes, unheard
from services.exports.formats.run import DocumentsChanged
from shared.contracts.document import Document, Party

_BOTH, _SUPPLIER, _CUSTOMER = "0", "1", "2"

LONGEST_NAME = 80
"""The dictionary holds shorter names than documents do."""


class Contractors:
    """Who was met on the documents, and as what; no more than a code and a sign is kept."""

    def __init__(self) -> None:
        self._roles: dict[str, str] = {}

    def meet(self, document: Document) -> None:
        code = contractor_code(other_party(document))
        role = _CUSTOMER if document["income"] else _SUPPLIER
        self._roles[code] = role if self._roles.get(code, role) == role else _BOTH

    def dictionary(self, documents: Iterable[Document]) -> Iterator[str]:
        """The dictionary; each document has told what was changed in its party's data.

        No more documents are looked at than it takes to find each party once.
        """
        notes = Notes(unheard)
        if not self._roles:
            return
        yield '[NAGLOWEK]\r\n"KONTRAHENCI"\r\n\r\n[ZAWARTOSC]\r\n'
        for document in documents:
            party = other_party(document)
            role = self._roles.pop(contractor_code(party), None)
            if role:
                yield _contractor(party, role, notes)
            if not self._roles:
                yield "\r\n"
                return
        raise DocumentsChanged("contractors were not there in the second pass")


def _contractor(party: Party, role: str, notes: Notes) -> str:
    """Fields 9 to 27 are of no concern to a document, but for the e-mail in 13."""
    return record(
        role,
        *contractor_fields(party, LONGEST_NAME, notes),
        *(NOTHING,) * 4,
        text("email", party["email"], 50, notes),
        *(NOTHING,) * 14,
        *country_fields(party, notes),
    )
