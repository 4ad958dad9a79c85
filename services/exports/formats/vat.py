"""The one VAT table: each canonical rate, and what each format calls it.

Canonical rates are the codes of KSeF FA(3), and `margin`. Sources: the annotations of the
FA(3) and JPK_FA(4) schemas, the JPK_V7M(3) schema, EDI++ 1.05.3 § 1.5, the field tables of
the vendors. None stands where a format has no code for the rate.
"""

from dataclasses import dataclass

from services.exports.formats.amounts import hundredths, in_pln
from shared.contracts.document import Document, VatSum


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One canonical rate in the words of each format.

    `jpk_fa` is `P_12`; `jpk_fa_sums` the fields of net and VAT of an invoice, `v7_sale` those
    of a sale in JPK_V7. `edi` is the EDI++ symbol and number, `optima` STAWKA_VAT and
    STATUS_VAT, `category` the EN 16931 VAT category.
    """

    code: str
    jpk_fa: str | None = None
    jpk_fa_sums: tuple[str, ...] = ()
    v7_sale: tuple[str, ...] = ()
    edi: tuple[str, str] | None = None
    optima: tuple[str, str] | None = None
    symfonia: str | None = None
    wapro: str | None = None
    category: str


def _taxed(percent: str, sums: tuple[str, ...], v7_sale: tuple[str, ...]) -> Rate:
    return Rate(
        code=percent,
        jpk_fa=percent,
        jpk_fa_sums=sums,
        v7_sale=v7_sale,
        edi=(percent, f"{percent}.0000"),
        optima=(percent, "opodatkowana"),
        symfonia=f"{percent}.00",
        wapro=percent,
        category="S",
    )


def _zero(code: str, v7_sale: str, edi: tuple[str, str], category: str) -> Rate:
    return Rate(
        code=code,
        jpk_fa="0",
        jpk_fa_sums=("P_13_6",),
        v7_sale=(v7_sale,),
        edi=edi,
        optima=("0", "opodatkowana"),
        symfonia="0.00",
        wapro="0",
        category=category,
    )


def _outside(code: str, v7_sale: tuple[str, ...], category: str) -> Rate:
    return Rate(
        code=code,
        jpk_fa="np",
        jpk_fa_sums=("P_13_5",),
        v7_sale=v7_sale,
        optima=("0", "nie podlega"),
        wapro="NP",
        category=category,
    )


_STANDARD = (("P_13_1", "P_14_1"), ("K_19", "K_20"))
_REDUCED = (("P_13_2", "P_14_2"), ("K_17", "K_18"))
_LOWEST = (("P_13_3", "P_14_3"), ("K_15", "K_16"))
_TAXI: tuple[tuple[str, ...], tuple[str, ...]] = (("P_13_4", "P_14_4"), ())

RATES: dict[str, Rate] = {
    rate.code: rate
    for rate in (
        _taxed("23", *_STANDARD),
        _taxed("22", *_STANDARD),
        _taxed("8", *_REDUCED),
        _taxed("7", *_REDUCED),
        _taxed("5", *_LOWEST),
        _taxed("4", *_TAXI),
        _taxed("3", *_TAXI),
        _zero("0 KR", "K_13", ("0", "0.0000"), "Z"),
        _zero("0 WDT", "K_21", ("ue", "-3.0000"), "K"),
        _zero("0 EX", "K_22", ("ex", "-2.0000"), "G"),
        Rate(
            code="zw",
            jpk_fa="zw",
            jpk_fa_sums=("P_13_7",),
            v7_sale=("K_10",),
            edi=("zw", "-1.0000"),
            optima=("0", "zwolniona"),
            symfonia="zw",
            wapro="ZW",
            category="E",
        ),
        Rate(
            code="oo",
            jpk_fa="oo",
            jpk_fa_sums=("P_13_4", "P_14_4"),
            edi=("oo", "-5.0000"),
            optima=("0", "nie podlega"),
            category="AE",
        ),
        _outside("np I", ("K_11",), "O"),
        _outside("np II", ("K_11", "K_12"), "AE"),
        Rate(code="margin", v7_sale=("SprzedazVAT_Marza",), wapro="MARZA", category="E"),
    )
}


@dataclass(frozen=True, slots=True)
class Sum:
    """The sums of one rate in grosze (PLN)."""

    rate: str
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


def knows_rates(document: Document) -> bool:
    """Whether every rate on the document is canonical."""
    of_rows = {position["vat_rate"] for position in document["positions"]} - {None}
    return of_rows.union([row["rate"] for row in document["vat_summary"]]) <= RATES.keys()


def sums_in_pln(document: Document) -> list[Sum] | None:
    """The document's sums per rate in PLN; None where another currency has no rate of exchange.

    VAT in PLN is what the document says; where it says nothing it is converted like the net.
    A sum under the margin scheme shows no VAT, so all of it is net here.
    """
    if document["currency"] == "PLN":
        return [_sum(row, None) for row in document["vat_summary"]]
    exchange_rate = document["exchange_rate"]
    if not exchange_rate:
        return None
    return [_sum(row, exchange_rate) for row in document["vat_summary"]]


def _sum(row: VatSum, exchange_rate: str | None) -> Sum:
    if row["rate"] == "margin":
        return Sum("margin", pln(row["gross"], exchange_rate), 0)
    vat = row["vat_pln"] if exchange_rate else None
    return Sum(
        row["rate"],
        pln(row["net"], exchange_rate),
        hundredths(vat) if vat else pln(row["vat"], exchange_rate),
    )


def pln(amount: str, exchange_rate: str | None) -> int:
    """An amount of a document in grosze; without a rate of exchange it is in PLN already."""
    if exchange_rate is None:
        return hundredths(amount)
    return in_pln(hundredths(amount), exchange_rate)


def vat_day(document: Document) -> str:
    """The day on which the document counts for VAT."""
    known = document["vat_date"] or (None if document["income"] else document["receipt_date"])
    return known or document["sale_date"] or document["issue_date"]
