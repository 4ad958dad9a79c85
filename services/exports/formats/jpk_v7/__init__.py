"""JPK_V7(3): the records of VAT of one month, the same for monthly and quarterly taxpayers.

`jpk_v7m_3` and `jpk_v7k_3` are the two formats; what is written rule for both is here.

Specification: the Ministry of Finance's schemas JPK_V7M(3) and JPK_V7K(3), version 1-0E, for
months from 02.2026, and their annotations. Encoding: UTF-8 without BOM. Line ends: LF, one
row per line. Amounts in PLN: dot, two places; dates ISO 8601.

What goes in: `Ewidencja`, that is sales (`SprzedazWiersz`) and purchases with VAT to deduct
(`ZakupWiersz`, `K_42` and `K_43`: a document does not say which are fixed assets, nor that
VAT is not deductible), each with `NrKSeF`, or `OFF`, `BFK` or `DI` where it has no number. An
intra-Community purchase and an import of services stand on both sides. The control sums are
those of the annotations; an invoice for a receipt (`FP`) does not count. Split payment has no
mark in this version.

`Deklaracja` is left out: it needs the surplus of the month before and what the taxpayer asks
to be done with this one's, which documents do not say. The bureau's program adds it.

Left out and reported: receipts one by one (the report of the cash register goes in: a
receipt marked `RO`), rates that have no field, purchases without VAT, documents that count for
VAT in another month, which an export by date of accounting does not ask for. Under the margin
scheme the gross sale is written, and the margin and its tax where every row says what its goods
cost; a document that does not is reported as incomplete. Sums of rates without a field on other
documents are reported too.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Callable, Iterator
from datetime import UTC

from services.exports.formats.format import Format
from services.exports.formats.jpk.company import said
from services.exports.formats.jpk.person import SCHEMA, taxpayer
from services.exports.formats.jpk_v7.purchases import has_input_tax, purchase_row
from services.exports.formats.jpk_v7.row import Control
from services.exports.formats.jpk_v7.sales import has_output_tax, sale_row
from services.exports.formats.jpk_v7.suits import obstacles, unsuited
from services.exports.formats.problems import Notes, Problem, problem_of
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema, with_defaults
from services.exports.formats.stream import Later, encoded
from services.exports.formats.suits import suited
from services.exports.formats.vat import vat_day
from shared.contracts.document import Document
from shared.texts import N_

TYPES = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/09/13/eD/DefinicjeTypy/"

OPTIONS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "purpose": {
            "type": "string",
            "title": N_("1: filed for the first time, 2: a correction"),
            "enum": ["1", "2"],
            "default": "1",
        },
    },
}


def records_format(*, id: str, name: str, system_code: str, namespace: str) -> Format:
    """The format of one of the two schemas, which differ in their names alone."""

    def write(run: Run) -> Iterator[bytes]:
        """The file; of no documents, one with empty records."""
        return encoded(_texts(run, system_code, namespace), "utf-8")

    return Format(
        id=id,
        name=name,
        program=N_("The tax office; programs that import JPK_V7"),
        media_type="application/xml",
        encoding="utf-8",
        extension="xml",
        carries=(
            "sales",
            "costs",
            "vat_register",
            "corrections",
            "foreign_currency",
            "margin",
            "exemptions",
            "jpk_codes",
            "ksef_numbers",
        ),
        write=write,
        unsuited=unsuited,
        obstacles=obstacles,
        options=OPTIONS,
        settings=SCHEMA,
    )


def _texts(run: Run, system_code: str, namespace: str) -> Iterator[str]:
    notes = Notes(run.report)
    yield _header(run, system_code, namespace)
    yield taxpayer(run, notes)
    yield "<Ewidencja>\n"
    with Later() as purchases:
        yield from _records(run, purchases, notes)
    yield "</Ewidencja>\n</JPK>\n"


def _records(run: Run, later: Later, notes: Notes) -> Iterator[str]:
    """Sales, and behind them the purchases, which wait until then."""
    sales, purchases = Control(), Control()
    for document in _in_month(run, run.report):
        if has_output_tax(document):
            row = sale_row(document, sales.rows + 1, notes)
            sales.add(row)
            yield row.text
        if has_input_tax(document):
            row = purchase_row(document, purchases.rows + 1, notes)
            purchases.add(row)
            later.write(row.text)
        notes.tell(document)
    yield sales.element("SprzedazCtrl", "LiczbaWierszySprzedazy", "PodatekNalezny")
    yield from later.texts()
    yield purchases.element("ZakupCtrl", "LiczbaWierszyZakupow", "PodatekNaliczony")


def _in_month(run: Run, report: Callable[[Problem], None]) -> Iterator[Document]:
    """The documents that suit and count for VAT in the month of the file."""
    month = run.period.first.isoformat()[:7]
    for document in suited(run, unsuited, report):
        day = vat_day(document)
        if day.startswith(month):
            yield document
        else:
            report(
                problem_of(
                    document,
                    "unsupported_document",
                    N_("The document counts for VAT on %(day)s, in another month."),
                    day=day,
                )
            )


def _header(run: Run, system_code: str, namespace: str) -> str:
    created_at = run.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    purpose = with_defaults(OPTIONS, run.options)["purpose"]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<JPK xmlns="{namespace}" xmlns:etd="{TYPES}">\n'
        f'<Naglowek><KodFormularza kodSystemowy="{system_code}" wersjaSchemy="1-0E">JPK_VAT'
        "</KodFormularza><WariantFormularza>3</WariantFormularza>"
        f"<DataWytworzeniaJPK>{created_at}</DataWytworzeniaJPK><NazwaSystemu>biurko</NazwaSystemu>"
        f'<CelZlozenia poz="P_7">{purpose}</CelZlozenia>'
        f"<KodUrzedu>{said(run.account.company, 'tax_office_code')}</KodUrzedu>"
        f"<Rok>{run.period.first.year}</Rok><Miesiac>{run.period.first.month}</Miesiac>"
        "</Naglowek>\n"
    )
