"""JPK_FA(4): the invoices that a firm issued, as one XML file.

Specification: the Ministry of Finance's schema JPK_FA(4) version 1-0, namespace
`http://jpk.mf.gov.pl/wzor/2022/02/17/02171/`, and its annotations. Encoding: UTF-8 without
BOM. Line ends: LF, one element of a list per line. Amounts: dot, two places; quantities up to
six; dates ISO 8601.

What goes in: the account's sales invoices. A correction holds differences; rows from before it
are written with the other sign. An advance invoice has its order in `Zamowienie` and a row
per rate of what was paid. In another currency the VAT in PLN stands beside (`_W`). Under a
margin scheme there is no net sum. The control sums are Σ `P_15` and Σ `P_11`; a row that is
priced gross has `P_11A` and does not count.

Written rules, all reported: texts are cut to 256 characters, characters that XML can't hold
are dropped, prices are rounded half up to two places and quantities to six, documents that
the schema can't hold are left out. A period longer than a calendar month is written as one
file, with the warning that some programs import single months only.

Raises ValueError where a document breaks its contract. Without a document there is no file:
the schema demands one. Rows stand behind all invoices; they are made along with them and wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.format import Format
from services.exports.formats.jpk.company import taxpayer
from services.exports.formats.jpk_fa_4.invoice import invoice
from services.exports.formats.jpk_fa_4.rows import has_order, invoice_rows, order
from services.exports.formats.jpk_fa_4.seller import Seller
from services.exports.formats.jpk_fa_4.suits import obstacles, unsuited
from services.exports.formats.problems import Notes, Problem, unheard
from services.exports.formats.run import Run
from services.exports.formats.stream import Later, encoded
from services.exports.formats.suits import suited
from shared.texts import N_

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2022/02/17/02171/"
TYPES = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2018/08/24/eD/DefinicjeTypy/"


def write(run: Run) -> Iterator[bytes]:
    """The file, or nothing where no document suits."""
    return encoded(_texts(run), "utf-8")


def _texts(run: Run) -> Iterator[str]:
    with Later() as rows:
        yield from _lists(run, rows)


def _lists(run: Run, later: Later) -> Iterator[str]:
    """The header waits for the first invoice, the orders are looked for only if there are any."""
    notes = Notes(run.report)
    header = _header(run, notes)
    invoices, rows, orders = Control(), Control(), 0
    seller = Seller(run.account.company)
    for document in suited(run, unsuited, run.report):
        text = invoice(document, seller, notes)
        written = invoice_rows(document, notes)
        notes.tell(document)
        yield text if invoices.count else header + text
        invoices.add(1, hundredths(document["gross"]))
        later.write(written.text)
        rows.add(written.elements, written.total)
        orders += has_order(document)
    if not invoices.count:
        run.report(Problem(code="no_documents", text=N_("The period holds no sales invoice.")))
        return
    yield invoices.element("Faktura", "Faktur")
    yield from later.texts()
    yield rows.element("FakturaWiersz", "WierszyFaktur")
    yield from _orders(run, notes) if orders else ()
    yield "</JPK>\n"
    _warn_of_months(run)


@dataclass
class Control:
    """A count and a sum in hundredths, for the control sums of one list."""

    count: int = 0
    total: int = 0

    def add(self, count: int, total: int) -> None:
        self.count += count
        self.total += total

    def element(self, name: str, plural: str) -> str:
        """Such as `FakturaCtrl`, with `LiczbaFaktur` and `WartoscFaktur`."""
        return (
            f"<{name}Ctrl><Liczba{plural}>{self.count}</Liczba{plural}>"
            f"<Wartosc{plural}>{money(self.total)}</Wartosc{plural}></{name}Ctrl>\n"
        )


def _orders(run: Run, notes: Notes) -> Iterator[str]:
    control = Control()
    for document in filter(has_order, suited(run, unsuited, unheard)):
        written = order(document, notes)
        notes.tell(document)
        control.add(written.elements, written.total)
        yield written.text
    yield control.element("Zamowienie", "Zamowien")


def _header(run: Run, notes: Notes) -> str:
    created_at = run.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<JPK xmlns="{NAMESPACE}" xmlns:etd="{TYPES}">\n'
        '<Naglowek><KodFormularza kodSystemowy="JPK_FA (4)" wersjaSchemy="1-0">JPK_FA'
        "</KodFormularza><WariantFormularza>4</WariantFormularza><CelZlozenia>1</CelZlozenia>"
        f"<DataWytworzeniaJPK>{created_at}</DataWytworzeniaJPK>"
        f"<DataOd>{run.period.first}</DataOd><DataDo>{run.period.last}</DataDo>"
        f"<KodUrzedu>{run.account.company['tax_office_code']}</KodUrzedu></Naglowek>\n"
        f"{taxpayer(run.account.company, notes)}"
    )
    notes.tell()
    return text


def _warn_of_months(run: Run) -> None:
    if run.period.months > 1:
        run.report(
            Problem(
                code="several_months",
                text=N_("The file holds %(months)s calendar months."),
                facts={"months": run.period.months},
            )
        )


FORMAT = Format(
    id="jpk_fa_4",
    name=N_("JPK_FA(4)"),
    program=N_("Nearly every Polish accounting program; the tax office on demand"),
    media_type="application/xml",
    encoding="utf-8",
    extension="xml",
    carries=(
        "sales",
        "positions",
        "corrections",
        "advances",
        "final_invoices",
        "foreign_currency",
        "margin",
        "reverse_charge",
        "exemptions",
        "split_payment",
    ),
    directions=("sale",),
    empty=False,
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
)
