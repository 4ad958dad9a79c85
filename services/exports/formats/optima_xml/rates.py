"""`POZYCJE`: a row per VAT rate of the document, in its currency and in PLN."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES, Sum, sums_in_pln
from shared.contracts.document import Document, VatSum


def rate_rows(document: Document, settings: Mapping[str, Any], notes: Notes) -> str:
    in_pln = sums_in_pln(document) or []
    tail = _tail(document, settings, notes)
    rows = zip(document["vat_summary"], in_pln, strict=True)
    return "<POZYCJE>" + "".join(_rows(rows, tail, notes, document["category"])) + "</POZYCJE>"


def _rows(
    rows: "zip[tuple[VatSum, Sum]]", tail: str, notes: Notes, category: str | None
) -> Iterator[str]:
    for place, (row, known) in enumerate(rows, 1):
        percent, status = RATES[row["rate"]].optima or ("", "")
        net, vat = money(known.net), money(known.vat)
        yield (
            f"<POZYCJA><LP>{place}</LP>{element('KATEGORIA_POS', category, 20, notes)}"
            f"<STAWKA_VAT>{percent}</STAWKA_VAT><STATUS_VAT>{status}</STATUS_VAT>"
            f"<NETTO>{row['net']}</NETTO><VAT>{row['vat']}</VAT>"
            f"<NETTO_SYS>{net}</NETTO_SYS><VAT_SYS>{vat}</VAT_SYS>"
            f"<NETTO_SYS2>{net}</NETTO_SYS2><VAT_SYS2>{vat}</VAT_SYS2>{tail}</POZYCJA>"
        )


def _tail(document: Document, settings: Mapping[str, Any], notes: Notes) -> str:
    """What is the same in each row: the sort of sale or purchase, the column of the ledger."""
    if document["income"]:
        sort = f"<RODZAJ_SPRZEDAZY>{settings['sale_kind']}</RODZAJ_SPRZEDAZY>"
        sort += "<UWZ_W_PROPORCJI>Tak</UWZ_W_PROPORCJI>"
        column = settings["sales_column"]
    else:
        sort = f"<RODZAJ_ZAKUPU>{settings['purchase_kind']}</RODZAJ_ZAKUPU>"
        sort += f"<ODLICZENIA_VAT>{settings['deductions']}</ODLICZENIA_VAT>"
        column = settings.get("costs_column")
    return sort + element("KOLUMNA_KPR", column, 30, notes)
