"""One `DOKUMENT`: its header, its days and values, its VAT per rate."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.kinds import CORRECTION
from services.exports.formats.marks import jpk_codes
from services.exports.formats.problems import Notes
from services.exports.formats.totals import Totals
from services.exports.formats.vat import RATES, Sum, sums_in_pln, vat_day
from services.exports.formats.wapro_xml.clarion import clarion
from services.exports.formats.wapro_xml.settings import document_type
from shared.contracts.document import Document

LONGEST_NUMBER = 30

_FORMS = {
    "cash": ("Gotówka", 1),
    "card": ("Karta", 2),
    "transfer": ("Przelew", 3),
    "cheque": ("Czek", 7),
    "credit": ("Kredyt", 8),
    "voucher": ("Bon", None),
    "mobile": ("Płatność mobilna", None),
    "other": ("Inna", None),
}
_NO_DIGIT = re.compile(r"\D")


def record(
    document: Document,
    totals: Totals,
    *,
    number: int,
    contractor: int,
    settings: Mapping[str, Any],
    notes: Notes,
) -> str:
    """The element; `number` is its own in the file, `contractor` that of its party."""
    in_pln = sums_in_pln(document) or []
    return (
        "<DOKUMENT><NAGLOWEK_DOKUMENTU><RODZAJ_DOKUMENTU>H</RODZAJ_DOKUMENTU>"
        f"{element('NUMER', document['number'], LONGEST_NUMBER, notes)}"
        f"{_corrected(document, notes)}<ID_DOKUMENTU_ORYG>{number}</ID_DOKUMENTU_ORYG>"
        f"<DOK_ZBIOR>0</DOK_ZBIOR><ID_KONTRAHENTA>{contractor}</ID_KONTRAHENTA>"
        f"<ID_PLATNIKA>{contractor}</ID_PLATNIKA>{_kind(document, settings, notes)}"
        f"{_marks(document, notes)}{_days(document)}{_values(document, totals, in_pln)}"
        f"</NAGLOWEK_DOKUMENTU>{_vat(document, in_pln)}</DOKUMENT>\n"
    )


def _corrected(document: Document, notes: Notes) -> str:
    if document["kind"] != CORRECTION:
        return ""
    numbers = ", ".join(each["number"] for each in document["corrected"])
    if not numbers:
        notes.note("incomplete_document", "corrected")
    return element("NR_DOK_ORYG", numbers, LONGEST_NUMBER, notes)


def _kind(document: Document, settings: Mapping[str, Any], notes: Notes) -> str:
    priced_gross = any(
        position["unit_gross"] and not position["unit_net"] for position in document["positions"]
    )
    account = _NO_DIGIT.sub("", document["bank_account"] or "")
    return (
        f"<ZAKUP_SPRZEDAZ>{'S' if document['income'] else 'Z'}</ZAKUP_SPRZEDAZ>"
        f"<OBLICZANIE_WG_CEN>{'Brutto' if priced_gross else 'Netto'}</OBLICZANIE_WG_CEN>"
        f"<TYP_DOKUMENTU>{document_type(document, settings)}</TYP_DOKUMENTU>"
        f"{element('OPIS', document['description'], 50, notes)}"
        f"<SYM_WAL>{document['currency']}</SYM_WAL>"
        f"{f'<NUMER_RACHUNKU>{account}</NUMER_RACHUNKU>' if len(account) == 26 else ''}"
        "<TYP_PLATNIKA>K</TYP_PLATNIKA>"
        f"<CZY_DOKUMENT_KOREKTY>{document['kind'] == CORRECTION:d}</CZY_DOKUMENT_KOREKTY>"
        f"<WYROZNIK>{_mark(document)}</WYROZNIK><POZ_WAL_BAZOWE>1</POZ_WAL_BAZOWE>"
    )


def _mark(document: Document) -> str:
    """The same for the same document each time; the field is shorter than the id."""
    return hashlib.sha256(document["id"].encode()).hexdigest()[:30]


def _marks(document: Document, notes: Notes) -> str:
    form, number = _FORMS.get(document["payment_form"] or "", ("", None))
    ksef = element("KSEF_ID", document["ksef_number"], 36, notes)
    return (
        f"{element('FORMA_PLATNOSCI', form, 50, notes)}"
        f"{f'<ID_FORMY_PLAT>{number}</ID_FORMY_PLAT>' if number else ''}"
        f"{element('RODZAJ_TRANSAKCJI_HANDLOWEJ', ' '.join(jpk_codes(document)), 255, notes)}"
        f"<PODLEGA_PP>{document['split_payment']:d}</PODLEGA_PP>"
        f"{f'<KSEF>{ksef}</KSEF>' if ksef else ''}"
    )


def _days(document: Document) -> str:
    issued = document["issue_date"]
    received = None if document["income"] else document["receipt_date"]
    return (
        f"<DATY><DATA_WYSTAWIENIA>{clarion(issued)}</DATA_WYSTAWIENIA>"
        f"<DATA_SPRZEDAZY>{clarion(document['sale_date'] or issued)}</DATA_SPRZEDAZY>"
        f"<DATA_WPLYWU>{clarion(received or issued)}</DATA_WPLYWU>"
        f"<TERMIN_PLATNOSCI>{clarion(document['due_date'] or issued)}</TERMIN_PLATNOSCI></DATY>"
    )


def _values(document: Document, totals: Totals, in_pln: list[Sum]) -> str:
    """In PLN, and in the document's currency where that is another."""
    net, gross = sum(each.net for each in in_pln), sum(each.gross for each in in_pln)
    foreign = document["currency"] != "PLN"
    sides = ("SPRZEDAZY", "ZAKUPU") if document["income"] else ("ZAKUPU", "SPRZEDAZY")
    amounts = {sides[0]: (net, gross), sides[1]: (0, 0)}
    text = "".join(_pair(side, "", *amounts[side]) for side in ("SPRZEDAZY", "ZAKUPU"))
    if foreign:
        text += _pair(sides[0], "_WALUTA", totals.net, totals.gross)
        text += f"<KURS_WALUTY>{document['exchange_rate']}</KURS_WALUTY>"
    return (
        f"<WARTOSCI_NAGLOWKA>{text}<KW_ROZRACH>{money(gross)}</KW_ROZRACH>"
        f"<KW_ROZRACH_W>{money(totals.gross)}</KW_ROZRACH_W></WARTOSCI_NAGLOWKA>"
    )


def _pair(side: str, ending: str, net: int, gross: int) -> str:
    return (
        f"<NETTO_{side}{ending}>{money(net)}</NETTO_{side}{ending}>"
        f"<BRUTTO_{side}{ending}>{money(gross)}</BRUTTO_{side}{ending}>"
    )


def _vat(document: Document, in_pln: list[Sum]) -> str:
    day = clarion(vat_day(document))
    rows = "".join(
        f"<STAWKA><KOD_VAT>{RATES[row['rate']].wapro}</KOD_VAT><NETTO>{money(known.net)}</NETTO>"
        f"<VAT>{money(known.vat)}</VAT><NETTO_WALUTA>{row['net']}</NETTO_WALUTA>"
        f"<VAT_WALUTA>{row['vat']}</VAT_WALUTA><DATA_VAT>{day}</DATA_VAT></STAWKA>"
        for row, known in zip(document["vat_summary"], in_pln, strict=True)
    )
    return f"<VAT>{rows}</VAT>"
