"""One document of a VAT register: `REJESTR_SPRZEDAZY_VAT` or `REJESTR_ZAKUPU_VAT`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.exports.formats.jpk.xml import element
from services.exports.formats.kinds import CORRECTION
from services.exports.formats.marks import jpk_codes
from services.exports.formats.optima_xml.party import party_elements
from services.exports.formats.optima_xml.payment import payment_form, payments
from services.exports.formats.optima_xml.rates import rate_rows
from services.exports.formats.parties import other_party
from services.exports.formats.problems import Notes
from services.exports.formats.vat import vat_day
from shared.contracts.document import Document

LONGEST_NUMBER = 30

_SPELLED = {True: "Tak", False: "Nie"}
_INSIDE_EU = frozenset(["0 WDT"])
_ABROAD = frozenset(["np I", "np II"])
_RECAPITULATED = frozenset(["0 WDT", "np II"])
"""Sales that stand in the recapitulative statement VAT-UE."""


def record(document: Document, settings: Mapping[str, Any], gross: int, notes: Notes) -> str:
    """The element, of a sale or of a purchase; `gross` is the sum of its rates."""
    name = "REJESTR_SPRZEDAZY_VAT" if document["income"] else "REJESTR_ZAKUPU_VAT"
    return (
        f"<{name}>{_head(document, settings)}{_dates(document)}"
        f"{_identity(document, notes)}{_flags(document)}"
        f"{party_elements(other_party(document), notes)}"
        f"{_about(document, notes)}{_currency(document)}"
        f"<MPP>{_SPELLED[document['split_payment']]}</MPP>"
        f"{element('NR_KSEF', document['ksef_number'], 36, notes)}"
        f"{rate_rows(document, settings, notes)}{payments(document, gross, notes)}"
        f"{_codes(document)}</{name}>\n"
    )


def _head(document: Document, settings: Mapping[str, Any]) -> str:
    """`ID_ZRODLA` is the same each time, so that a second import updates and adds nothing."""
    sort = "sprzedaży" if document["income"] else "zakupu"
    register = settings["sales_register" if document["income"] else "purchases_register"]
    return (
        f"<ID_ZRODLA>{str(UUID(document['id'])).upper()}</ID_ZRODLA><MODUL>Rejestr Vat</MODUL>"
        f"<TYP>Rejestr {sort}</TYP><REJESTR>{register}</REJESTR>"
    )


def _dates(document: Document) -> str:
    sold = document["sale_date"] or document["issue_date"]
    due, day = document["due_date"] or document["issue_date"], vat_day(document)
    if document["income"]:
        dates = f"<DATA_SPRZEDAZY>{sold}</DATA_SPRZEDAZY>"
    else:
        received = document["receipt_date"] or document["issue_date"]
        dates = f"<DATA_ZAKUPU>{sold}</DATA_ZAKUPU><DATA_WPLYWU>{received}</DATA_WPLYWU>"
    return (
        f"<DATA_WYSTAWIENIA>{document['issue_date']}</DATA_WYSTAWIENIA>{dates}"
        f"<TERMIN>{due}</TERMIN>"
        f"<DATA_DATAOBOWIAZKUPODATKOWEGO>{day}</DATA_DATAOBOWIAZKUPODATKOWEGO>"
        f"<DATA_DATAPRAWAODLICZENIA>{day}</DATA_DATAPRAWAODLICZENIA>"
    )


def _identity(document: Document, notes: Notes) -> str:
    correction = document["kind"] == CORRECTION
    corrected = ", ".join(each["number"] for each in document["corrected"]) if correction else ""
    if correction and not corrected:
        notes.note("incomplete_document", "corrected")
    return (
        f"{element('NUMER', document['number'], LONGEST_NUMBER, notes)}"
        f"<KOREKTA>{_SPELLED[correction]}</KOREKTA>"
        f"{element('KOREKTA_NUMER', corrected, LONGEST_NUMBER, notes)}"
        f"<WEWNETRZNA>Nie</WEWNETRZNA>"
    )


def _flags(document: Document) -> str:
    consumer = not other_party(document)["tax_no"]
    return (
        f"<METODA_KASOWA>{_SPELLED[document['cash_method']]}</METODA_KASOWA>"
        "<FISKALNA>Nie</FISKALNA><DETALICZNA>Nie</DETALICZNA>"
        f"<EKSPORT>{transaction(document)}</EKSPORT>"
        f"<FINALNY>{_SPELLED[consumer]}</FINALNY>"
        f"<PODATNIK_CZYNNY>{_SPELLED[not consumer]}</PODATNIK_CZYNNY>"
    )


def transaction(document: Document) -> str:
    """Optima's own names of the kinds of transactions, `nie` for those at home."""
    rates, kind = {row["rate"] for row in document["vat_summary"]}, document["kind"]
    if rates & _INSIDE_EU or kind in ("wnt", "wdt", "import_service_eu"):
        return "wewnątrzunijny"
    if "0 EX" in rates or kind in ("export_products", "import_products", "import_service"):
        return "pozaunijny"
    if "oo" in rates:
        return "podatnikiem jest nabywca"
    return "poza terytorium kraju" if rates & _ABROAD else "nie"


def _about(document: Document, notes: Notes) -> str:
    rates = {row["rate"] for row in document["vat_summary"]}
    union = rates & _RECAPITULATED if document["income"] else document["kind"] == "wnt"
    said = document["description"] or document["number"]
    return (
        f"{element('KATEGORIA', document['category'], 20, notes)}"
        f"{element('OPIS', said, 50, notes)}"
        f"{element('FORMA_PLATNOSCI', payment_form(document), 20, notes)}"
        f"<DEKLARACJA_VAT7>{vat_day(document)[:7]}</DEKLARACJA_VAT7>"
        f"<DEKLARACJA_VATUE>{_SPELLED[bool(union)]}</DEKLARACJA_VATUE>"
    )


def _currency(document: Document) -> str:
    if document["currency"] == "PLN":
        return "<WALUTA/>"
    return (
        f"<WALUTA>{document['currency']}</WALUTA><KURS_WALUTY>NBP</KURS_WALUTY>"
        f"<NOTOWANIE_WALUTY_ILE>{document['exchange_rate']}</NOTOWANIE_WALUTY_ILE>"
        "<NOTOWANIE_WALUTY_ZA_ILE>1</NOTOWANIE_WALUTY_ZA_ILE>"
    )


def _codes(document: Document) -> str:
    codes = "".join(f"<KOD_JPK><KOD>{code}</KOD></KOD_JPK>" for code in jpk_codes(document))
    return f"<KODY_JPK>{codes}</KODY_JPK>" if codes else ""
