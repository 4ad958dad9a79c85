"""The arithmetic of documents, as rules that hold for any amounts."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.documents.computing import Row, amounts_of, half_up, position_of, row_of
from services.accounts.documents.computing.amounts import plain, price, split
from shared.contracts.document import VAT_RATES

RATES = st.sampled_from(VAT_RATES)
BASES = st.sampled_from(["net", "gross"])
STRATEGIES = st.sampled_from(["per_position", "per_sum"])
PRICES = st.decimals(0, 100_000, places=4)
QUANTITIES = st.decimals(0, 10_000, places=3)
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@st.composite
def rows(draw, base=None, most=8):
    base = base or draw(BASES)
    return [
        Row(
            name=str(no),
            base=base,
            no=no,
            quantity=draw(QUANTITIES),
            price=draw(PRICES),
            discount_percent=draw(st.one_of(st.none(), st.decimals(0, 100, places=2))),
            vat_rate=draw(RATES),
        )
        for no in range(1, draw(st.integers(1, most)) + 1)
    ]


def added(summary, part):
    return sum((Decimal(each[part]) for each in summary), Decimal(0))


@given(AMOUNTS, RATES, BASES)
def test_net_and_vat_are_the_gross_and_the_vat_is_off_by_half_a_grosz_at_most(amount, rate, base):
    net, vat, gross = split(amount, rate, base)
    per_cent = Fraction(rate) if rate.isdecimal() else Fraction(0)

    assert net + vat == gross
    exact = (
        Fraction(net) * per_cent / 100
        if base == "net"
        else Fraction(gross) * per_cent / (100 + per_cent)
    )
    assert abs(Fraction(vat) - exact) <= Fraction(1, 200)


@given(rows(), STRATEGIES)
def test_the_sums_of_the_rates_are_the_sums_of_the_document(rows, strategy):
    amounts = amounts_of(rows, strategy=strategy)

    for part in ("net", "vat", "gross"):
        assert added(amounts.vat_summary, part) == Decimal(getattr(amounts, part))
    for each in amounts.vat_summary:
        assert Decimal(each["net"]) + Decimal(each["vat"]) == Decimal(each["gross"])


@given(rows())
def test_the_strategies_differ_by_half_a_grosz_for_each_row_and_sum_at_most(rows):
    one = amounts_of(rows, strategy="per_position")
    other = amounts_of(rows, strategy="per_sum")

    most = Decimal("0.005") * (len(rows) + len(one.vat_summary))
    assert abs(Decimal(one.vat) - Decimal(other.vat)) <= most
    base = rows[0].base
    assert getattr(one, base) == getattr(other, base)


@given(rows(), STRATEGIES, st.data())
def test_document_and_correction_together_are_what_it_should_have_been(rows, strategy, data):
    wrong = data.draw(st.sampled_from(rows))
    right = Row(
        name="right",
        base=wrong.base,
        no=wrong.no,
        quantity=data.draw(QUANTITIES),
        price=data.draw(PRICES),
        vat_rate=data.draw(RATES),
    )
    original = amounts_of(rows, strategy=strategy)
    others = [each for each in original.positions if each["no"] != wrong.no]
    before = Row(**{**vars(wrong), "before": True})

    correction = amounts_of([before, right], strategy=strategy, others=others)

    whole = amounts_of([right if row is wrong else row for row in rows], strategy=strategy)
    for part in ("net", "vat", "gross"):
        together = Decimal(getattr(original, part)) + Decimal(getattr(correction, part))
        assert together == Decimal(getattr(whole, part))


@given(rows(most=1))
def test_a_position_read_back_makes_the_same_position(rows):
    position = position_of(rows[0], 1)

    assert position_of(row_of(position), 1) == position


@given(AMOUNTS, st.decimals(1, 9999, places=3), BASES)
def test_a_value_that_is_given_is_the_value(value, quantity, base):
    row = Row(name="x", base=base, value=value, quantity=quantity, vat_rate="23")

    assert Decimal(position_of(row, 1)[base]) == value


@given(st.decimals(-(10**12), 10**12, places=6))
def test_halves_are_rounded_away_from_zero(amount):
    assert half_up(amount) == amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row(name="", base="net", price=Decimal("0.335"), vat_rate="23"), ("0.34", "0.08", "0.42")),
        (
            Row(name="", base="gross", price=Decimal(123), vat_rate="23"),
            ("100.00", "23.00", "123.00"),
        ),
        (
            Row(name="", base="net", price=Decimal(200), discount=Decimal(50), vat_rate="8"),
            ("150.00", "12.00", "162.00"),
        ),
        (
            Row(
                name="",
                base="net",
                price=Decimal("33.33"),
                quantity=Decimal(3),
                discount_percent=Decimal(10),
                vat_rate="5",
            ),
            ("89.99", "4.50", "94.49"),
        ),
        (
            Row(name="", base="gross", price=Decimal(500), vat_rate="margin"),
            ("500.00", "0.00", "500.00"),
        ),
        (Row(name="", base="net", price=Decimal(10), vat_rate="zw"), ("10.00", "0.00", "10.00")),
        (
            Row(name="", base="net", price=Decimal("1.5"), quantity=Decimal(-3), vat_rate="23"),
            ("-4.50", "-1.04", "-5.54"),
        ),
    ],
)
def test_one_row_by_hand(row, expected):
    position = position_of(row, 1)

    assert (position["net"], position["vat"], position["gross"]) == expected


def test_three_rows_of_a_grosz_and_a_half_tell_the_strategies_apart():
    rows = [Row(name="", base="net", price=Decimal("0.11"), vat_rate="23") for _ in range(3)]

    assert amounts_of(rows, strategy="per_position").vat == "0.09"
    assert amounts_of(rows, strategy="per_sum").vat == "0.08"


def test_vat_in_pln_is_the_vat_times_the_rate_of_exchange():
    rows = [Row(name="", base="net", price=Decimal("99.99"), vat_rate="23")]

    (each,) = amounts_of(rows, strategy="per_sum", exchange_rate=Decimal("4.2567")).vat_summary

    assert (each["vat"], each["vat_pln"]) == ("23.00", "97.90")


@pytest.mark.parametrize(
    ("number", "as_quantity", "as_price"),
    [
        ("1.500", "1.5", "1.50"),
        ("10", "10", "10.00"),
        ("0.00", "0", "0.00"),
        ("1.23450", "1.2345", "1.2345"),
    ],
)
def test_quantities_and_prices_have_the_places_that_they_need(number, as_quantity, as_price):
    assert plain(Decimal(number)) == as_quantity
    assert price(Decimal(number)) == as_price
