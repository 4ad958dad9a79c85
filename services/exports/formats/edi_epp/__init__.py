"""EDI++ (.epp): documents with their VAT tables for an accounting office, and its contractors.

Specification: InsERT, "Komunikacja: struktura danych EDI++", versions 1.05 to 1.05.3; written
is "1.05.3" for purpose 0 (accounting office), which Rewizor, Rachmistrz, Subiekt and Navireo
read. Encoding: windows-1250. Line ends: CRLF; each section closed by an empty line, as is the
file. Fields: comma, text in `"` with `""` inside, amounts with a dot and four places,
`yyyymmddhhnnss`, an empty field is nothing.

What goes in: sales and costs that stand in a VAT register, each a header of 62 fields and a
record of 18 fields per VAT rate; last the dictionary `KONTRAHENCI`, each party once, with the
data of its first document. Amounts stay in the document's currency, with its rate of exchange
in PLN. A correction is `KFS` or `KFZ` with difference amounts and the corrected number.
Option `sections`: `with_jpk` adds `WYMAGALNOSCMPP`, `PRZYCZYNYKOREKT` and
`DOKUMENTYZNACZNIKIJPKVAT`, which version 1.05.3 does not know but programs since 1.11 read.

Written rules, all reported: letters outside windows-1250 are transliterated and texts cut to
the specification's lengths (30 for a number, 20 for a supplier's own); a party's code is cut
so that two never become one (`parties.py`). The number of a document stands as it is, without
a mnemonic before it. A final invoice has the amounts that are left; what its advances were is
not in the document, so they are not carried.

A sale under the margin scheme is `FM`. The specification gives fields 15 to 18 of its records to
the margin and the price of purchase, and says nothing of the others; written by our own rule are
the rate of the margin in 1 and 2, in 3 to 8 the price of sale, of which the VAT on the margin is
VAT and what is left is net, so that net is the revenue.

Left out and reported: a sale under the margin scheme whose rows do not say what the goods cost; a
correction of one, a document that is only partly under it, and a purchase, which have no type;
`np I` and `np II`, which have no symbol; another currency without a rate of exchange, and kinds
that have no type here.

Raises ValueError where a document breaks its contract, DocumentsChanged where two passes
over the documents differ.
"""

from collections.abc import Callable, Iterator

from services.exports.formats.edi_epp import marks
from services.exports.formats.edi_epp.contractors import Contractors
from services.exports.formats.edi_epp.header import header
from services.exports.formats.edi_epp.record import section
from services.exports.formats.edi_epp.sender import sender
from services.exports.formats.edi_epp.types import MARGIN_INVOICE, document_type
from services.exports.formats.edi_epp.vat_table import margins_of, table_totals, vat_table
from services.exports.formats.format import Format
from services.exports.formats.left_out import note_left_out
from services.exports.formats.letters import ENCODING
from services.exports.formats.margins import MARGIN
from services.exports.formats.problems import Notes, Problem, unheard
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema, with_defaults
from services.exports.formats.stream import encoded
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, first_of, suited
from services.exports.formats.totals import compare
from services.exports.formats.vat import RATES
from shared.contracts.document import Document
from shared.texts import N_

OPTIONS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "sections": {
            "type": "string",
            "title": N_("Sections of the file"),
            "enum": ["standard", "with_jpk"],
            "default": "standard",
        },
    },
}

_NEVER = ("exempt_basis", "ksef_number", "cash_method", "self_billing", "advances")
_ONLY_IN_SECTIONS = ("gtu", "procedures", "split_payment")
_SECTIONS: dict[str, Callable[[Document, str, Notes], str]] = {
    marks.SPLIT_PAYMENT: marks.split_payment,
    marks.REASONS: marks.reason,
    marks.JPK_MARKS: marks.jpk_marks,
}


def write(run: Run) -> Iterator[bytes]:
    """The file; of no documents, one that holds the sender alone."""
    return encoded(_texts(run), ENCODING)


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


def _is_of_margin(document: Document) -> bool:
    return any(row["rate"] == MARGIN for row in document["vat_summary"])


def _has_no_symbol(document: Document) -> bool:
    return any(RATES[row["rate"]].edi is None for row in document["vat_summary"])


_REASONS: tuple[Reason, ...] = (
    *VAT_REASONS,
    NO_EXCHANGE_RATE,
    (
        lambda document: _is_of_margin(document) and document_type(document) != MARGIN_INVOICE,
        N_(
            "EDI++ takes a sale that is wholly under the margin scheme, but no correction of one "
            "and no purchase."
        ),
    ),
    (
        lambda document: _is_of_margin(document) and not margins_of(document),
        N_("EDI++ demands the price of purchase of everything that is sold, and a row lacks it."),
    ),
    (
        lambda document: not _is_of_margin(document) and _has_no_symbol(document),
        N_("EDI++ has no symbol for a VAT rate of the document."),
    ),
    (
        lambda document: document_type(document) is None,
        N_("EDI++ has no type for a document of the kind “%(kind)s” in this direction."),
    ),
)


def _texts(run: Run) -> Iterator[str]:
    """Documents first, then a pass for the contractors, so that neither is kept."""
    notes = Notes(run.report)
    with_jpk = with_defaults(OPTIONS, run.options)["sections"] == "with_jpk"
    yield sender(run, notes)
    contractors = Contractors()
    left_out = _NEVER if with_jpk else (*_NEVER, *_ONLY_IN_SECTIONS)
    for document in suited(run, unsuited, run.report):
        note_left_out(document, left_out, notes)
        yield _document(document, notes, run.report)
        notes.tell(document)
        contractors.meet(document)
    yield from contractors.dictionary(suited(run, unsuited, unheard))
    for name in _SECTIONS if with_jpk else ():
        yield from _section(name, run)


def _document(document: Document, notes: Notes, report: Callable[[Problem], None]) -> str:
    totals, table = table_totals(document), vat_table(document)
    compare(document, totals.gross, report)
    head = header(document, str(document_type(document)), totals, len(table), notes)
    return section(head, *table)


def _section(name: str, run: Run) -> Iterator[str]:
    """A pass of its own over the documents; only the last one's changes were not told yet."""
    notes = Notes(run.report if name == marks.JPK_MARKS else unheard)
    yield f'[NAGLOWEK]\r\n"{name}"\r\n\r\n[ZAWARTOSC]\r\n'
    for document in suited(run, unsuited, unheard):
        yield _SECTIONS[name](document, str(document_type(document)), notes)
        notes.tell(document)
    yield "\r\n"


FORMAT = Format(
    id="edi_epp",
    name=N_("EDI++ 1.05.3"),
    program=N_("InsERT: Rewizor, Rachmistrz, Subiekt, Navireo"),
    media_type="text/plain",
    encoding=ENCODING,
    extension="epp",
    carries=(
        "sales",
        "costs",
        "contractors",
        "vat_register",
        "corrections",
        "foreign_currency",
        "margin",
        "reverse_charge",
        "split_payment",
        "jpk_codes",
    ),
    write=write,
    unsuited=unsuited,
    options=OPTIONS,
)
