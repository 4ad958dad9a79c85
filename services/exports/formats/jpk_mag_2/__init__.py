"""JPK_MAG(2): what came into a warehouse and went out of it, document by document.

Specification: the Ministry of Finance's schema JPK_MAG(2) version 1-0, namespace
`http://jpk.mf.gov.pl/wzor/2025/11/24/11242/`, and its annotations. Encoding: UTF-8 without BOM.
Line ends: LF, one document per line. Amounts in PLN without VAT: dot, two places; quantities up
to six; dates ISO 8601.

What goes in: `PZ`, `PW`, `WZ` and `RW`, in this order, each with its rows. The day on which goods
moved is that of receipt, else of sale, else of issue. Rows from before a correction have the
other sign. The schema has no control sums.

The account's settings name the warehouse and the method by which its books are kept; without
them there is no file. Documents do not say in which warehouse goods lie, so all of them are
taken to be of that one.

Written rules, all reported: texts are cut to 256 characters, prices are rounded half up to two
places, quantities to six. Left out and reported: `MM`, which does not say between which
warehouses goods moved, and stocktakings, which are no documents; documents without rows, a row
without a name, a supplier or a recipient without one, and another currency without a rate of
exchange. Where the rows add up to another value than the document's, both are written as they
are, and it is reported.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Callable, Iterator

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.format import Format
from services.exports.formats.jpk.company import (
    address_elements,
    is_polish,
    missing_fields,
    nip,
    said,
)
from services.exports.formats.jpk.header import header
from services.exports.formats.jpk.xml import element, is_blank
from services.exports.formats.jpk_mag_2.slip import KINDS, party_name, slip, value
from services.exports.formats.problems import (
    Notes,
    Problem,
    missing_settings,
    problem_of,
    unheard,
)
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema
from services.exports.formats.stream import encoded
from services.exports.formats.suits import NO_EXCHANGE_RATE, NO_NUMBER, Reason, first_of, suited
from shared.contracts.document import Document
from shared.texts import N_

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2025/11/24/11242/"

SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "warehouse": {
            "type": "string",
            "title": N_("Name of the warehouse"),
            "minLength": 1,
            "maxLength": 256,
            "pattern": r"^[^\x00-\x1f]*\S",
        },
        "method": {
            "type": "string",
            "title": N_(
                "Books kept by: 1 quantity and value, 2 quantity, 3 value, 4 at once in costs"
            ),
            "enum": ["1", "2", "3", "4"],
        },
    },
}


def write(run: Run) -> Iterator[bytes]:
    """The file; of no documents, one that holds the warehouse alone."""
    return encoded(_texts(run), "utf-8")


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


def obstacles(run: Run) -> list[Problem]:
    """What the company and the settings lack."""
    return [
        *missing_fields(run.account.company),
        *missing_settings(SCHEMA, ("warehouse", "method"), run.settings),
    ]


def _nobody(document: Document) -> bool:
    return bool(KINDS[document["kind"]].party) and is_blank(party_name(document))


_REASONS: tuple[Reason, ...] = (
    (
        lambda document: document["kind"] == "mm",
        N_("The document does not say between which warehouses goods moved."),
    ),
    (
        lambda document: document["kind"] not in KINDS,
        N_("JPK_MAG holds warehouse documents only; this is of the kind “%(kind)s”."),
    ),
    NO_NUMBER,
    NO_EXCHANGE_RATE,
    (lambda document: not document["positions"], N_("The document has no rows.")),
    (
        lambda document: any(is_blank(each["name"]) for each in document["positions"]),
        N_("A row of the document has no name."),
    ),
    (_nobody, N_("The document does not say who delivered or received the goods.")),
)


def _texts(run: Run) -> Iterator[str]:
    notes = Notes(run.report)
    currency = "<DomyslnyKodWaluty>PLN</DomyslnyKodWaluty>"
    yield header(run, form="JPK_MAG", variant=2, namespace=NAMESPACE, more=currency)
    yield _subject(run, notes)
    for place, kind in enumerate(KINDS):
        yield from _slips(run, kind, notes, unheard if place else run.report)
    yield "</JPK>\n"


def _slips(run: Run, kind: str, notes: Notes, refused: Callable[[Problem], None]) -> Iterator[str]:
    """A pass over the documents of one kind; `refused` hears of those that don't suit."""
    for document in suited(run, unsuited, refused):
        if document["kind"] == kind:
            yield slip(document, notes)
            notes.tell(document)
            _compare(document, run.report)


def _compare(document: Document, report: Callable[[Problem], None]) -> None:
    rows = value(document)
    if rows == hundredths(document["net"]):
        return
    report(
        problem_of(
            document,
            "sums_differ",
            N_("The document's value is %(total)s; its rows add up to %(written)s."),
            total=document["net"],
            written=money(rows),
        )
    )


def _subject(run: Run, notes: Notes) -> str:
    """The taxpayer, the warehouse, the method."""
    company = run.account.company
    place = "AdresPol" if is_polish(company) else "AdresZagr"
    text = (
        f"<Podmiot1><IdentyfikatorPodmiotu><etd:NIP>{nip(company)}</etd:NIP>"
        f"{element('etd:PelnaNazwa', said(company, 'name'), 240, notes)}</IdentyfikatorPodmiotu>"
        f"<Adres><{place}>{address_elements(company, notes)}</{place}></Adres></Podmiot1>\n"
        f"{element('Magazyn', run.settings['warehouse'], 256, notes)}"
        f"<Metoda>{run.settings['method']}</Metoda>\n"
    )
    notes.tell()
    return text


FORMAT = Format(
    id="jpk_mag_2",
    name=N_("JPK_MAG(2)"),
    program=N_("The tax office"),
    media_type="application/xml",
    encoding="utf-8",
    extension="xml",
    carries=("warehouse", "positions", "foreign_currency"),
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    settings=SCHEMA,
)
