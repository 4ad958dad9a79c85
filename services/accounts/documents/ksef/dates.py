"""The dates of an e-invoice."""

from services.accounts.documents.ksef.node import Node
from services.accounts.documents.ksef.number import accepted_on

EFFECT_AT_ISSUE = 2


def sale_date_of(fa: Node) -> str | None:
    """The day of the sale: `P_6`, else the end of the period, else the latest of the rows.

    Where the invoice names none, the sale was on the day of issue, as the structure leaves an
    equal date out; for a correction, which may be about any day, it stays unsaid.
    """
    stated = fa.text("P_6") or fa.text("OkresFa/P_6_Do") or _latest_of_rows(fa)
    if stated or fa.one("DaneFaKorygowanej"):
        return stated
    return fa.text("P_1")


def receipt_date_of(ksef_number: str | None, *, income: bool) -> str | None:
    """The day on which a cost came in: that on which KSeF gave the invoice its number."""
    day = accepted_on(ksef_number) if ksef_number and not income else None
    return day.isoformat() if day else None


def vat_date_of(fa: Node) -> str | None:
    """When a correction counts for VAT, where it says: on its own day of issue (`TypKorekty` 2)."""
    return fa.text("P_1") if fa.whole("TypKorekty") == EFFECT_AT_ISSUE else None


def _latest_of_rows(fa: Node) -> str | None:
    days = (row.text("P_6A") for row in fa.all("FaWiersz") if not row.marks("StanPrzed"))
    return max(filter(None, days), default=None)
