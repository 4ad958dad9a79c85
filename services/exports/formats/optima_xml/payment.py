"""`PLATNOSCI`: what is to be paid, by whom, until when."""

from uuid import NAMESPACE_OID, UUID, uuid5

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.parties import LONGEST_CODE, contractor_code, other_party
from services.exports.formats.problems import Notes
from services.exports.formats.vat import pln
from shared.contracts.document import Document

_FORMS = {
    "cash": "gotówka",
    "card": "karta",
    "voucher": "bon",
    "cheque": "czek",
    "credit": "kredyt",
    "transfer": "przelew",
    "mobile": "płatność mobilna",
    "other": "inna",
}
_IN, _OUT = "przychód", "rozchód"


def payment_form(document: Document) -> str:
    return _FORMS.get(document["payment_form"] or "", "")


def payments(document: Document, gross: int, notes: Notes) -> str:
    """One payment of `gross`; one that goes the other way has the other direction, no sign."""
    if not gross:
        return ""
    direction = _IN if document["income"] == (gross > 0) else _OUT
    foreign = document["currency"] != "PLN"
    code = contractor_code(other_party(document))
    rate = document["exchange_rate"] if foreign else None
    in_pln = abs(pln(money(gross), rate))
    due = document["due_date"] or document["issue_date"]
    return (
        f"<PLATNOSCI><PLATNOSC><ID_ZRODLA_PLAT>{_id(document)}</ID_ZRODLA_PLAT>"
        f"<TERMIN_PLAT>{due}</TERMIN_PLAT>"
        f"{element('FORMA_PLATNOSCI_PLAT', payment_form(document), 20, notes)}"
        f"<KWOTA_PLAT>{money(abs(gross))}</KWOTA_PLAT>"
        f"{currency_of_payment(document)}"
        f"<KWOTA_PLN_PLAT>{money(in_pln)}</KWOTA_PLN_PLAT><KIERUNEK>{direction}</KIERUNEK>"
        "<PODLEGA_ROZLICZENIU>tak</PODLEGA_ROZLICZENIU>"
        "<PLATNOSC_TYP_PODMIOTU>kontrahent</PLATNOSC_TYP_PODMIOTU>"
        f"{element('PLATNOSC_PODMIOT', code, LONGEST_CODE, notes)}</PLATNOSC></PLATNOSCI>"
    )


def currency_of_payment(document: Document) -> str:
    if document["currency"] == "PLN":
        return "<WALUTA_PLAT/>"
    return (
        f"<WALUTA_PLAT>{document['currency']}</WALUTA_PLAT>"
        "<KURS_WALUTY_PLAT>NBP</KURS_WALUTY_PLAT>"
        f"<NOTOWANIE_WALUTY_ILE_PLAT>{document['exchange_rate']}</NOTOWANIE_WALUTY_ILE_PLAT>"
        "<NOTOWANIE_WALUTY_ZA_ILE_PLAT>1</NOTOWANIE_WALUTY_ZA_ILE_PLAT>"
    )


def _id(document: Document) -> str:
    """The same for the same document each time, and not the document's own."""
    return str(uuid5(NAMESPACE_OID, f"{UUID(document['id'])}/payment")).upper()
