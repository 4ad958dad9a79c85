"""The documents of the golden files, and the files themselves.

`python -m tests.exports.formats.golden` writes them anew; read the difference before keeping it.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from services.exports.formats.format import Format
from services.exports.formats.registry import FORMATS
from services.exports.formats.run import Run
from shared.contracts.document import Document
from tests.exports.formats.archives import ksef_original
from tests.exports.formats.documents import (
    ACCOUNT_MAP,
    a_run,
    document,
    margin_row,
    margin_sale,
    party,
    position,
    vat_sum,
)

FOLDER = Path(__file__).parent / "golden"
TEXT_FORMATS = {
    "symfonia_fk": "cp1250",
    "edi_epp": "cp1250",
    "optima_xml": "utf-8",
    "wapro_xml": "utf-8",
    "jpk_fa_4": "utf-8",
    "jpk_v7m_3": "utf-8",
    "jpk_v7k_3": "utf-8",
    "jpk_mag_2": "utf-8",
    "jpk_pkpir_3": "utf-8",
    "jpk_ewp_4": "utf-8",
    "ksef_xml": "utf-8",
    "ubl_2_1": "utf-8",
    "vat_register_csv": "utf-8-sig",
    "vat_register_xlsx": "utf-8",
}

FIRST_ID = "019ab3f0-7d5c-7cc2-9f5e-000000000001"
SETTINGS: dict[str, dict[str, Any]] = {
    "optima_xml": {"source_id": "KLI", "target_id": "KSIEG"},
    "jpk_mag_2": {"warehouse": "Magazyn główny", "method": "1"},
    "jpk_pkpir_3": {
        "opening_stock": "100.00",
        "closing_stock": "50.00",
        "cost_column": "K_13",
        "cost_columns_by_category": {"towar": "K_10"},
    },
    "jpk_ewp_4": {"rate": "8.5", "rates_by_category": {"usługi": "12"}},
}


def golden_documents() -> Iterator[Document]:
    """One of each case that the formats treat in a way of its own."""
    cases = (_two_rates(), _correction(), _advance(), _final(), _abroad(), _margin(), _exempt())
    others = (_cost(), _proforma(), _coming_in(), _going_out(), _known_margin(), _less_margin())
    for place, case in enumerate((*cases, *others), 1):
        yield case | {"id": f"019ab3f0-7d5c-7cc2-9f5e-{place:012d}"}  # type: ignore[misc]


def golden_run(exported: Format) -> Run:
    """The golden documents, with what the format needs of settings and originals."""
    settings = SETTINGS.get(exported.id, ACCOUNT_MAP)
    originals = {FIRST_ID: ksef_original()}
    return a_run(*golden_documents(), settings=settings, originals=originals.get)


def _two_rates() -> Document:
    return document(
        vat_sum("23", "100.00"),
        vat_sum("8", "50.00"),
        number="FV 1/10/2026",
        issue_date="2026-10-05",
        sale_date="2026-10-04",
        split_payment=True,
        procedures=["TP"],
        positions=[
            position(name="Usługa & doradztwo", gtu="GTU_12"),
            position(no=2, vat_rate="8", quantity="2.5", unit_net="20.00", net="50.00"),
        ],
    )


def _correction() -> Document:
    return document(
        vat_sum("23", "-10.00"),
        kind="correction",
        number="KOR 1/10/2026",
        issue_date="2026-10-06",
        corrected=[{"number": "FV 7/09/2026", "issue_date": "2026-09-07", "ksef_number": None}],
        correction_reason="rabat po sprzedaży",
        positions=[
            position(before=True),
            position(no=2, unit_net="90.00", net="90.00", vat="20.70", gross="110.70"),
        ],
    )


def _advance() -> Document:
    return document(
        vat_sum("23", "100.00"),
        kind="advance",
        number="ZAL 1/10/2026",
        issue_date="2026-10-07",
        positions=[position(name="Maszyna", net="1000.00", vat="230.00", gross="1230.00")],
    )


def _final() -> Document:
    return document(
        vat_sum("23", "900.00"),
        kind="final",
        number="FV 2/10/2026",
        issue_date="2026-10-08",
        advances=["ZAL 1/10/2026"],
    )


def _abroad() -> Document:
    return document(
        vat_sum("0 WDT", "200.00", vat_pln="0.00"),
        vat_sum("23", "10.00", vat_pln="9.74"),
        number="FV 3/10/2026",
        issue_date="2026-10-09",
        currency="EUR",
        exchange_rate="4.2345",
        buyer=party(
            name="Κατάστημα AE",
            tax_no="094014201",
            tax_no_kind="eu_vat",
            country="GR",
            address="Odos 1, Athina",
        ),
    )


def _margin() -> Document:
    return document(
        vat_sum("margin", "500.00"),
        kind="vat_margin",
        margin="used_goods",
        number="FM 1/10/2026",
        issue_date="2026-10-12",
        buyer=party(tax_no=None, tax_no_kind="none", name="Osoba prywatna"),
    )


def _exempt() -> Document:
    return document(
        vat_sum("zw", "80.00"),
        number="FV 4/10/2026",
        issue_date="2026-10-13",
        exempt_basis="art. 43 ust. 1 pkt 19 ustawy o VAT",
    )


def _cost() -> Document:
    return document(
        vat_sum("23", "300.00"),
        income=False,
        number="=F/1",
        issue_date="2026-10-14",
        receipt_date="2026-10-16",
        category="paliwo",
        seller=party(name="Паливо {Київ}", tax_no="7740001454"),
    )


def _proforma() -> Document:
    return document(kind="proforma", number="PF 1", issue_date="2026-10-15")


def _coming_in() -> Document:
    return document(
        vat_sum("23", "80.00"),
        income=False,
        kind="pz",
        number="PZ 1/10/2026",
        issue_date="2026-10-19",
        receipt_date="2026-10-20",
        positions=[position(name="Śruba", quantity="40", unit_net="2.00", net="80.00")],
    )


def _going_out() -> Document:
    return document(
        vat_sum("23", "20.00"),
        kind="wz",
        number="WZ 1/10/2026",
        issue_date="2026-10-21",
        positions=[position(name="Śruba", quantity="10", unit_net="2.00", net="20.00")],
    )


def _known_margin() -> Document:
    return margin_sale(
        margin_row("500.00", "254.00", name="Rower"),
        margin_row("100.00", "27.50", no=2, name="Książka", quantity="2", margin_rate="5"),
        margin_row("50.00", "80.00", no=3, name="Kask"),
        number="FM 2/10/2026",
        issue_date="2026-10-22",
        buyer=party(tax_no=None, tax_no_kind="none", name="Osoba prywatna"),
    )


def _less_margin() -> Document:
    return margin_sale(
        margin_row("500.00", "254.00", name="Rower", before=True),
        margin_row("450.00", "254.00", no=2, name="Rower"),
        kind="correction",
        number="KOR 2/10/2026",
        issue_date="2026-10-23",
        corrected=[{"number": "FM 2/10/2026", "issue_date": "2026-10-22", "ksef_number": None}],
        correction_reason="rabat po sprzedaży",
        buyer=party(tax_no=None, tax_no_kind="none", name="Osoba prywatna"),
    )


def golden_path(exported: Format) -> Path:
    """What is no text by itself is kept as text: the files of a ZIP, the cells of a table."""
    extension = "txt" if exported.extension in ("zip", "xlsx") else exported.extension
    return FOLDER / f"{exported.id}.{extension}"


def as_text(exported: Format, content: bytes) -> str:
    """The file as its golden file holds it: UTF-8 with LF."""
    if exported.extension == "xlsx":
        return "".join(_cells(content))
    encoding = TEXT_FORMATS[exported.id]
    if exported.extension != "zip":
        return content.decode(encoding).replace("\r\n", "\n")
    with ZipFile(BytesIO(content)) as found:
        files = [(name, found.read(name).decode(encoding)) for name in found.namelist()]
    return "".join(f"--- {name}\n{text}" for name, text in files).replace("\r\n", "\n")


def _cells(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(BytesIO(content)):
        yield f"--- {sheet.title}\n"
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join("" if cell is None else str(cell) for cell in row) + "\n"


if __name__ == "__main__":
    for name in TEXT_FORMATS:
        chosen = FORMATS[name]
        text = as_text(chosen, b"".join(chosen.write(golden_run(chosen))))
        golden_path(chosen).write_text(text, encoding="utf-8", newline="\n")
