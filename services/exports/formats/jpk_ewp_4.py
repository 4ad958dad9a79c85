"""JPK_EWP(4): the record of revenues of a taxpayer who pays a flat rate (ryczałt).

Specification: the Ministry of Finance's schema JPK_EWP(4) version 1-0, namespace
`http://jpk.mf.gov.pl/wzor/2024/10/30/10301/`, and its annotations. Encoding: UTF-8 without BOM.
Line ends: LF, one row per line. Amounts in PLN: dot, two places; dates ISO 8601.

What goes in: the account's sales, each a row with the revenue without VAT. A correction holds the
difference. The day of the revenue is the one booked for income tax, else that of the sale; the
day of the entry is that of issue. The control sums are the number of rows and Σ `K_8`.

The rate of the flat tax is in no document: the account's settings name one for all sales, and
others by category. Without it there is no file.

Left out and reported: advances, which are no revenue yet (a final invoice then holds only what
is left, which is reported as incomplete), sales under the margin scheme whose rows do not say
what the goods cost, another currency without a rate of exchange, revenue of another period.
Revenue that no document shows is not in the file, as that which a cash register's report holds;
the bureau's program adds it.

Raises ValueError where a document breaks its contract. Without a sale there is no file: the
schema demands a row.
"""

from collections.abc import Iterator
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.format import Format
from services.exports.formats.jpk.book import (
    BOOK_REASONS,
    LONGEST,
    book_day,
    in_period,
    ksef_element,
    net_in_pln,
    note_settled,
    number_elements,
)
from services.exports.formats.jpk.header import PURPOSE, header
from services.exports.formats.jpk.person import PROPERTIES, missing_taxpayer, taxpayer
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import CODES, Notes, Problem, missing_settings
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema
from services.exports.formats.stream import encoded
from services.exports.formats.suits import Reason, first_of
from shared.contracts.document import Document
from shared.texts import N_

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2024/10/30/10301/"

RATES = ["17", "15", "14", "12.5", "12", "10", "8.5", "5.5", "3"]
"""`TStawkaPodatku`, in per cent."""

SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **PROPERTIES,
        "rate": {"type": "string", "title": N_("Rate of the flat tax, in per cent"), "enum": RATES},
        "rates_by_category": {
            "type": "object",
            "title": N_("Rates of the flat tax per category"),
            "additionalProperties": {"type": "string", "enum": RATES},
        },
    },
}

_REASONS: tuple[Reason, ...] = (
    (
        lambda document: not document["income"],
        N_("JPK_EWP holds revenues only; this is a cost."),
    ),
    *BOOK_REASONS,
)


def write(run: Run) -> Iterator[bytes]:
    """The file, or nothing where no sale suits."""
    return encoded(_texts(run), "utf-8")


def unsuited(document: Document) -> Problem | None:
    """Why the record can't carry the document, or None."""
    return first_of(_REASONS, document)


def obstacles(run: Run) -> list[Problem]:
    """What the company and the settings lack."""
    return [
        *missing_taxpayer(run, email=False),
        *missing_settings(SCHEMA, ("rate",), run.settings),
    ]


def _texts(run: Run) -> Iterator[str]:
    notes = Notes(run.report)
    begin = header(run, form="JPK_EWP", variant=4, namespace=NAMESPACE) + taxpayer(run, notes)
    count, total = 0, 0
    for document in in_period(run, unsuited, run.report):
        count += 1
        revenue = net_in_pln(document)
        total += revenue
        row = _row(document, count, revenue, run.settings, notes)
        notes.tell(document)
        yield row if count > 1 else begin + row
    if not count:
        run.report(Problem(code="no_documents", text=CODES["no_documents"]))
        return
    yield (
        f"<EWPCtrl><LiczbaWierszy>{count}</LiczbaWierszy>"
        f"<SumaPrzychodow>{money(total)}</SumaPrzychodow></EWPCtrl>\n</JPK>\n"
    )


def _row(document: Document, place: int, revenue: int, settings: Any, notes: Notes) -> str:
    note_settled(document, notes)
    rate = settings.get("rates_by_category", {}).get(document["category"] or "")
    return (
        f"<EWPWiersz><K_1>{place}</K_1><K_2>{document['issue_date']}</K_2>"
        f"<K_3>{book_day(document)}</K_3>"
        f"{element('K_4', document['number'], LONGEST, notes)}"
        f"{ksef_element('K_5', document, notes)}"
        f"{number_elements('K_6', 'K_7', document, notes)}"
        f"<K_8>{money(revenue)}</K_8><K_9>{rate or settings['rate']}</K_9>"
        f"{element('K_10', document['description'], LONGEST, notes)}</EWPWiersz>\n"
    )


FORMAT = Format(
    id="jpk_ewp_4",
    name=N_("JPK_EWP(4)"),
    program=N_("The tax office; programs for flat-rate taxpayers"),
    media_type="application/xml",
    encoding="utf-8",
    extension="xml",
    carries=("sales", "income_tax_book", "corrections", "foreign_currency", "ksef_numbers"),
    directions=("sale",),
    empty=False,
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    options=PURPOSE,
    settings=SCHEMA,
)
