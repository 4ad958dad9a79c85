"""The marks and texts of an e-invoice: annotations, procedures, corrected and advance invoices."""

from typing import Literal

from services.accounts.documents.ksef.node import Node
from shared.contracts.document import Corrected, Position

Margin = Literal["travel", "used_goods", "art", "antiques"]

MARGINS: dict[str, Margin] = {
    "P_PMarzy_2": "travel",
    "P_PMarzy_3_1": "used_goods",
    "P_PMarzy_3_2": "art",
    "P_PMarzy_3_3": "antiques",
}


def margin_of(fa: Node) -> Margin | None:
    """The kind of the margin procedure (VAT act, art. 119 and 120), if it applies."""
    marks = fa.one("Adnotacje/PMarzy")
    kinds = (kind for mark, kind in MARGINS.items() if marks and marks.marks(mark))
    return next(kinds, None)


def exempt_basis_of(fa: Node) -> str | None:
    """The provision that exempts: of the act, of the directive, or another."""
    exemption = fa.one("Adnotacje/Zwolnienie")
    bases = (exemption.text(f"P_19{kind}") for kind in "ABC") if exemption else ()
    return next(filter(None, bases), None)


def procedures_of(fa: Node, positions: list[Position]) -> list[str]:
    """The JPK marks: those of the rows, TP, what the margin means (MR_T, MR_UZ), and FP.

    FP, an invoice to a receipt of a cash register, is JPK's type of document.
    """
    marks = [position["procedure"] for position in positions if not position["before"]]
    marks += [mark for mark in ("TP", "FP") if fa.marks(mark)]
    margin = margin_of(fa)
    if margin:
        marks.append("MR_T" if margin == "travel" else "MR_UZ")
    return list(dict.fromkeys(filter(None, marks)))


def corrected_of(fa: Node) -> list[Corrected]:
    """The invoices that a correction corrects."""
    return [
        Corrected(
            number=each.text("NrFaKorygowanej") or "",
            issue_date=each.text("DataWystFaKorygowanej"),
            ksef_number=each.text("NrKSeFFaKorygowanej"),
        )
        for each in fa.all("DaneFaKorygowanej")
    ]


def advances_of(fa: Node) -> list[str]:
    """The numbers of the advance invoices: those of KSeF, else the seller's own."""
    numbers = (
        each.text("NrKSeFFaZaliczkowej") or each.text("NrFaZaliczkowej")
        for each in fa.all("FakturaZaliczkowa")
    )
    return list(filter(None, numbers))


def exchange_rate_of(fa: Node) -> str | None:
    """The rate of exchange that the VAT is computed by, in foreign currency only.

    It stands at the advance, its parts, or the rows; where these differ there is no one rate.
    """
    if fa.text("KodWaluty") == "PLN":
        return None
    if rate := fa.text("KursWalutyZ"):
        return rate
    parts = [part.text("KursWalutyZW") for part in fa.all("ZaliczkaCzesciowa")]
    rows = [row.text("KursWaluty") for row in fa.all("FaWiersz") if not row.marks("StanPrzed")]
    rates = set(filter(None, parts + rows))
    return rates.pop() if len(rates) == 1 else None


def description_of(fa: Node) -> str | None:
    """The additional descriptions of the whole invoice, `key: value` each."""
    notes = [
        f"{note.text('Klucz')}: {note.text('Wartosc')}"
        for note in fa.all("DodatkowyOpis")
        if note.text("NrWiersza") is None
    ]
    return "; ".join(notes) or None
