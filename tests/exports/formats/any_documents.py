"""A strategy for any documents: odd texts, all rates, all kinds, amounts of both signs."""

from datetime import date

from hypothesis import strategies as st

from services.exports.formats.amounts import half_up, money
from shared.contracts.document import VAT_RATES, Document, VatSum
from tests.exports.formats.documents import PERCENT, document, party, position

_LETTERS = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.sampled_from(
        [
            "Usługa",
            "=SUM(A1)",
            "a & b < c > d",
            "}",
            "Dokument{",
            'cudzysłów "x"; średnik',
            "dwa\nwiersze\r\n",
            "Київ",
            "日本",
            "+48 123",
            "x" * 300,
            " ",
            "@zł\x00\x0b",
        ]
    ),
    st.text(_LETTERS, max_size=40),
)
optional_texts = st.none() | texts
amounts = st.integers(-(10**9), 10**9).map(money)
days = st.dates(date(2026, 10, 1), date(2026, 10, 31)).map(date.isoformat)
quantities = st.decimals(-1000, 1000, places=4, allow_nan=False).map(lambda each: f"{each:f}")
parties = st.builds(
    party,
    name=texts,
    address=texts,
    tax_no=st.sampled_from(["5252248481", "7740001454", None]),
    tax_no_kind=st.sampled_from(["nip", "eu_vat", "other", "none"]),
    country=st.sampled_from(["PL", "DE", "GR", "US", "UA"]),
    code=optional_texts,
)
positions = st.builds(
    position,
    name=texts,
    unit=optional_texts,
    quantity=st.none() | quantities,
    unit_net=st.none() | quantities,
    unit_gross=st.none() | quantities,
    vat_rate=st.none() | st.sampled_from(VAT_RATES),
    net=st.none() | amounts,
    vat=st.none() | amounts,
    gross=st.none() | amounts,
    gtu=st.sampled_from([None, "GTU_01", "GTU_12"]),
    before=st.booleans(),
)


@st.composite
def summaries(draw: st.DrawFn) -> list[VatSum]:
    """Sums of one to four rates, each VAT being right to the grosz."""
    rates = draw(st.lists(st.sampled_from(VAT_RATES), min_size=1, max_size=4, unique=True))
    return [_sum_of(rate, draw(st.integers(-(10**9), 10**9))) for rate in rates]


def _sum_of(rate: str, net: int) -> VatSum:
    vat = half_up(net * PERCENT.get(rate, 0), 100)
    return {
        "rate": rate,
        "net": money(net),
        "vat": money(vat),
        "gross": money(net + vat),
        "vat_pln": None,
    }


@st.composite
def any_documents(draw: st.DrawFn) -> list[Document]:
    """Up to six documents of any kind that agree with themselves, sorted as runs sort them."""
    drawn = [_draw_document(draw, place) for place in range(draw(st.integers(1, 6)))]
    return sorted(drawn, key=lambda each: (each["issue_date"], each["number"], each["id"]))


_KINDS = ("vat", "advance", "final", "correction", "vat_margin", "receipt", "proforma", "wz")


def _draw_document(draw: st.DrawFn, place: int) -> Document:
    currency = draw(st.sampled_from(["PLN", "PLN", "EUR"]))
    given = {
        "id": f"019ab3f0-7d5c-7cc2-9f5e-{place:012d}",
        "number": f"FV {place}/{draw(st.integers(1, 99))}",
        "kind": draw(st.sampled_from(_KINDS)),
        "income": draw(st.booleans()),
        "issue_date": draw(days),
        "sale_date": draw(st.none() | days),
        "seller": draw(parties),
        "buyer": draw(parties),
        "positions": draw(st.lists(positions, max_size=3)),
        "currency": currency,
        "exchange_rate": draw(st.sampled_from([None, "4.2345"])) if currency == "EUR" else None,
        "margin": draw(st.sampled_from([None, "travel", "used_goods"])),
        "reverse_charge": draw(st.booleans()),
        "triangular": draw(st.booleans()),
        "exempt_basis": draw(optional_texts),
        "corrected": draw(st.sampled_from([[], [{"number": "FV 0", "issue_date": "2026-09-30"}]])),
        "correction_reason": draw(optional_texts),
        "advances": draw(st.lists(st.just("ZAL 1"), max_size=2)),
        "procedures": draw(st.lists(st.sampled_from(["TP", "SW"]), max_size=2)),
        "category": draw(optional_texts),
        "description": draw(optional_texts),
    }
    return document(*draw(summaries()), **given)
