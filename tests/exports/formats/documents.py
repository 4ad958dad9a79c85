"""Documents and runs for tests: builders with defaults, and a strategy for any documents."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from hypothesis import strategies as st

from services.exports.formats.amounts import half_up, money
from services.exports.formats.problems import Problem
from services.exports.formats.run import Account, OriginalFile, Period, Run
from shared.contracts.document import VAT_RATES, Document, Party, Position, VatSum

COMPANY = {
    "name": "Próbna sp. z o.o.",
    "tax_no": "5260001246",
    "street": "Prosta",
    "house_number": "1",
    "flat_number": "2",
    "post_code": "00-001",
    "city": "Warszawa",
    "country": "PL",
    "email": "biuro@example.com",
    "voivodeship": "mazowieckie",
    "county": "Warszawa",
    "commune": "Warszawa",
    "tax_office_code": "1471",
}

ACCOUNT_MAP = {
    "receivables": "200-k",
    "revenue": "700-1",
    "vat_due": "221-1",
    "payables": "202-k",
    "costs": "402-1",
    "vat_deductible": "221-2",
}

_PERCENT = {"23": 23, "22": 22, "8": 8, "7": 7, "5": 5, "4": 4, "3": 3}


def party(**changes: Any) -> Party:
    values = {
        "name": "Zażółć Gęślą Jaźń S.A.",
        "tax_no": "5252248481",
        "tax_no_kind": "nip",
        "country": "PL",
        "address": "ul. Odbiorcza 2, 80-001 Gdańsk",
        "email": None,
        "code": None,
    }
    return cast(Party, values | changes)


def own_party() -> Party:
    """The account itself, as it stands on its documents."""
    return party(
        name=COMPANY["name"], tax_no=COMPANY["tax_no"], address="Prosta 1/2, 00-001 Warszawa"
    )


def position(**changes: Any) -> Position:
    values = {
        "no": 1,
        "name": "Usługa",
        "quantity": "1",
        "unit": "szt.",
        "unit_net": "100.00",
        "unit_gross": None,
        "discount": None,
        "vat_rate": "23",
        "net": "100.00",
        "vat": "23.00",
        "gross": "123.00",
        "gtu": None,
        "procedure": None,
        "before": False,
    }
    return cast(Position, values | changes)


def vat_sum(rate: str, net: str, *, vat_pln: str | None = None) -> VatSum:
    """The sums of a rate, its VAT worked out from the net."""
    exact = Decimal(net) * _PERCENT.get(rate, 0) / 100
    vat = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "rate": rate,
        "net": net,
        "vat": f"{vat:.2f}",
        "gross": f"{Decimal(net) + vat:.2f}",
        "vat_pln": vat_pln,
    }


def document(*sums: VatSum, **changes: Any) -> Document:
    """A sale of 100.00 at 23 %, or of `sums`, with a position for each; then `changes`."""
    summary = list(sums) or [vat_sum("23", "100.00")]
    income = changes.get("income", True)
    values = {
        "id": "019ab3f0-7d5c-7cc2-9f5e-3d2a1b4c5d6e",
        "version": 1,
        "kind": "vat",
        "income": income,
        "number": "FV 1/10/2026",
        "issue_date": "2026-10-05",
        "issue_place": None,
        "sale_date": "2026-10-05",
        "receipt_date": None,
        "due_date": "2026-10-19",
        "paid_date": None,
        "vat_date": None,
        "income_tax_date": None,
        "seller": own_party() if income else party(),
        "buyer": party() if income else own_party(),
        "positions": [_position_of(row, place) for place, row in enumerate(summary, 1)],
        "vat_summary": summary,
        "vat_strategy": "per_sum",
        **{name: _total(summary, name) for name in ("net", "vat", "gross")},
        "currency": "PLN",
        "exchange_rate": None,
        "payment_form": "transfer",
        "payment_state": "unpaid",
        "bank_account": None,
        "split_payment": False,
        "cash_method": False,
        "self_billing": False,
        "reverse_charge": False,
        "exempt_basis": None,
        "triangular": False,
        "margin": None,
        "procedures": [],
        "corrected": [],
        "correction_reason": None,
        "advances": [],
        "ksef_number": None,
        "ksef_status": None,
        "category": None,
        "description": None,
    }
    return cast(Document, values | changes)


def _position_of(row: VatSum, place: int) -> Position:
    return position(
        no=place,
        unit_net=row["net"],
        vat_rate=row["rate"],
        **{name: row[name] for name in ("net", "vat", "gross")},  # type: ignore[literal-required]
    )


def _total(summary: Iterable[Mapping[str, Any]], name: str) -> str:
    return f"{sum((Decimal(row[name]) for row in summary), Decimal('0.00')):.2f}"


class Told(list[Problem]):
    """The problems of a run, as they were reported."""

    @property
    def codes(self) -> set[str]:
        return {problem.code for problem in self}

    def numbers(self, code: str) -> list[str | None]:
        """Of which documents `code` was told."""
        return [problem.document for problem in self if problem.code == code]


def a_run(*documents: Document, told: Told | None = None, **changes: Any) -> Run:
    """A run over `documents` for October 2026; problems go to `told`."""

    def stream() -> Iterator[Document]:
        return iter(documents)

    values: dict[str, Any] = {
        "account": Account("probna", COMPANY),
        "period": Period(date(2026, 10, 1), date(2026, 10, 31)),
        "created_at": datetime(2026, 11, 2, 10, 0, tzinfo=UTC),
        "documents": stream,
        "report": (Told() if told is None else told).append,
        "settings": ACCOUNT_MAP,
    }
    return Run(**values | changes)


def no_original(_document_id: str) -> OriginalFile | None:
    return None


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
    vat = half_up(net * _PERCENT.get(rate, 0), 100)
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
