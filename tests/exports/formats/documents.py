"""Documents and runs for tests: builders with defaults; a test names only what matters."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from services.exports.formats.problems import Problem
from services.exports.formats.run import Account, Period, Run
from shared.contracts.document import Document, Party, Position, VatSum

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

PERCENT = {"23": 23, "22": 22, "8": 8, "7": 7, "5": 5, "4": 4, "3": 3}


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
    exact = Decimal(net) * PERCENT.get(rate, 0) / 100
    vat = exact.quantize(Decimal("0.01"), ROUND_HALF_UP) + Decimal("0.00")  # Never -0.00.
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


def margin_row(gross: str, price: str | None, **changes: Any) -> Position:
    """A row under the margin scheme that was sold for `gross`; one of it cost `price`."""
    amounts = {"unit_net": None, "unit_gross": gross, "net": gross, "vat": "0.00", "gross": gross}
    return position(vat_rate="margin", purchase_price=price, **(amounts | changes))


def margin_sale(*rows: Position, **changes: Any) -> Document:
    """A sale of `rows` under the margin scheme; for a correction `before` rows are taken away."""
    signs = [-1 if row["before"] else 1 for row in rows]
    gross = [Decimal(row["gross"] or 0) for row in rows]
    total = sum((sign * each for sign, each in zip(signs, gross, strict=True)), Decimal("0.00"))
    values = {"kind": "vat_margin", "margin": "used_goods", "positions": list(rows)}
    return document(vat_sum("margin", f"{total:.2f}"), **(values | changes))


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
