"""JPK_PKPIR(3): the tax book of revenues and expenses, of the documents that are known.

Specification: the Ministry of Finance's schema JPK_PKPIR(3) version 1-0, namespace
`http://jpk.mf.gov.pl/wzor/2024/10/30/10302/`, and its annotations. Encoding: UTF-8 without BOM.
Line ends: LF, one row per line. Amounts in PLN: dot, two places; dates ISO 8601.

What goes in: sales without VAT in `K_7` (or `K_8`, by category) and `K_9`; costs in the column that
the account's settings name for all of them or for their category, without VAT or, where the
taxpayer deducts none, with it. A correction holds the difference. The day is the one booked for
income tax, else that of the sale, or of a cost's issue. `PKPIRInfo` has both stocktakings from
the settings, the costs (`P_3` = opening stock + `K_10` + `K_11` - closing stock + `K_14`) and
the income (`P_4` = `K_9` - `P_3`) of the rows in the file. The control sums are the number of
rows and Σ `K_9`.

What no document shows, such as wages and depreciation, is not in the file, nor in `P_3` and
`P_4`; the bureau's program adds it.

Left out and reported: advances, which are no revenue or cost yet (a final invoice then holds only
what is left, which is reported as incomplete), sales under the margin scheme whose rows do not say
what the goods cost, another currency without a rate of exchange, documents of another period. A
party without a name or an address is `brak`.

Raises ValueError where a document breaks its contract. Without a document there is no file: the
schema demands a row.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.format import Format
from services.exports.formats.jpk.book import BOOK_REASONS, in_period
from services.exports.formats.jpk.header import PURPOSE, header
from services.exports.formats.jpk.person import taxpayer
from services.exports.formats.jpk_pkpir_3.entry import Sums, row, values
from services.exports.formats.jpk_pkpir_3.settings import SCHEMA, obstacles
from services.exports.formats.problems import CODES, Notes, Problem
from services.exports.formats.run import Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.stream import Later, encoded
from services.exports.formats.suits import first_of
from shared.contracts.document import Document
from shared.texts import N_

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2024/10/30/10302/"


def write(run: Run) -> Iterator[bytes]:
    """The file, or nothing where no document suits."""
    return encoded(_texts(run), "utf-8")


def unsuited(document: Document) -> Problem | None:
    """Why the book can't carry the document, or None."""
    return first_of(BOOK_REASONS, document)


def _texts(run: Run) -> Iterator[str]:
    """The sums of the year stand before the rows, which wait for them."""
    notes = Notes(run.report)
    settings = with_defaults(SCHEMA, run.settings)
    sums = Sums()
    with Later() as rows:
        for document in in_period(run, unsuited, run.report):
            amounts = values(document, settings)
            sums.add(amounts)
            rows.write(row(document, sums.rows, amounts, notes))
            notes.tell(document)
        if not sums.rows:
            run.report(Problem(code="no_documents", text=CODES["no_documents"]))
            return
        yield header(run, form="JPK_PKPIR", variant=3, namespace=NAMESPACE)
        yield taxpayer(run, notes) + _info(sums, settings)
        yield from rows.texts()
    yield (
        f"<PKPIRCtrl><LiczbaWierszy>{sums.rows}</LiczbaWierszy>"
        f"<SumaPrzychodow>{money(sums.columns.get('K_9', 0))}</SumaPrzychodow></PKPIRCtrl>\n"
        "</JPK>\n"
    )


def _info(sums: Sums, settings: Mapping[str, Any]) -> str:
    opening, closing = (hundredths(settings[name]) for name in ("opening_stock", "closing_stock"))
    costs = sums.costs(opening, closing)
    income = sums.columns.get("K_9", 0) - costs
    return (
        f"<PKPIRInfo><P_1>{money(opening)}</P_1><P_2>{money(closing)}</P_2>"
        f"<P_3>{money(costs)}</P_3><P_4>{money(income)}</P_4></PKPIRInfo>\n"
    )


FORMAT = Format(
    id="jpk_pkpir_3",
    name=N_("JPK_PKPIR(3)"),
    program=N_("The tax office; programs for the tax book of revenues and expenses"),
    media_type="application/xml",
    encoding="utf-8",
    extension="xml",
    carries=(
        "sales",
        "costs",
        "income_tax_book",
        "corrections",
        "foreign_currency",
        "ksef_numbers",
    ),
    empty=False,
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    options=PURPOSE,
    settings=SCHEMA,
)
