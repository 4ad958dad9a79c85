"""Amounts of an e-invoice: rates, rows and sums, exact to the grosz."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.documents.ksef import document_of, read_invoice
from shared.contracts.document import Document, Position
from shared.errors import Invalid
from tests.accounts.documents.einvoices import CORRECTED, a_row, an_einvoice


def read(xml: bytes) -> Document:
    return document_of(read_invoice(xml), id="doc-1", income=True, ksef_number=None)


def rates_and_nets(document: Document) -> list[tuple[str, str, str]]:
    return [(each["rate"], each["net"], each["vat"]) for each in document["vat_summary"]]


def only_position(inner: str, form: int = 3, sums: str = "") -> Position:
    (position,) = read(an_einvoice(form, sums=sums, rows=a_row(1, inner)))["positions"]
    return position


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ("<P_13_1>1</P_13_1><P_14_1>0.23</P_14_1>", ("23", "1.00", "0.23")),
        ("<P_13_2>1</P_13_2><P_14_2>0.08</P_14_2>", ("8", "1.00", "0.08")),
        ("<P_13_3>1</P_13_3><P_14_3>0.05</P_14_3>", ("5", "1.00", "0.05")),
        ("<P_13_4>1</P_13_4><P_14_4>0.04</P_14_4>", ("4", "1.00", "0.04")),
        ("<P_13_6_1>1</P_13_6_1>", ("0 KR", "1.00", "0.00")),
        ("<P_13_6_2>1</P_13_6_2>", ("0 WDT", "1.00", "0.00")),
        ("<P_13_6_3>1</P_13_6_3>", ("0 EX", "1.00", "0.00")),
        ("<P_13_7>1</P_13_7>", ("zw", "1.00", "0.00")),
        ("<P_13_8>1</P_13_8>", ("np I", "1.00", "0.00")),
        ("<P_13_9>1</P_13_9>", ("np II", "1.00", "0.00")),
        ("<P_13_10>1</P_13_10>", ("oo", "1.00", "0.00")),
    ],
)
@pytest.mark.parametrize("form", [2, 3])
def test_each_sum_of_the_structure_is_one_of_the_canonical_rates(form, sums, expected):
    assert rates_and_nets(read(an_einvoice(form, sums=sums, rows=""))) == [expected]


@pytest.mark.parametrize(
    ("group", "rate", "vat"), [("1", "22", "22.00"), ("2", "7", "7.00"), ("4", "3", "3.00")]
)
def test_a_shared_sum_is_of_the_rate_that_the_rows_name(group, rate, vat):
    sums = f"<P_13_{group}>100</P_13_{group}><P_14_{group}>{vat}</P_14_{group}>"

    assert rates_and_nets(read(an_einvoice(sums=sums, rows=a_row(rate=rate)))) == [
        (rate, "100.00", vat)
    ]


def test_a_shared_sum_without_rows_is_of_the_rate_that_its_vat_fits():
    sums = "<P_13_1>10.01</P_13_1><P_14_1>2.20</P_14_1>"

    assert rates_and_nets(read(an_einvoice(sums=sums, rows=""))) == [("22", "10.01", "2.20")]


def test_a_shared_sum_of_two_rates_is_split_by_the_rows():
    rows = a_row(1, "<P_11>10.01</P_11><P_12>23</P_12>") + a_row(2, "<P_11>5</P_11><P_12>22</P_12>")

    document = read(an_einvoice(sums="<P_13_1>15.01</P_13_1><P_14_1>3.41</P_14_1>", rows=rows))

    assert sorted(rates_and_nets(document)) == [("22", "5.00", "1.10"), ("23", "10.01", "2.31")]


def test_rows_before_a_correction_count_against_those_after_it_in_the_split():
    def rows(rate: str, before: str, after: str) -> str:
        mark = "<StanPrzed>1</StanPrzed>"
        return a_row(1, f"<P_11>{before}</P_11><P_12>{rate}</P_12>{mark}") + a_row(
            2, f"<P_11>{after}</P_11><P_12>{rate}</P_12>"
        )

    document = read(
        an_einvoice(
            kind="KOR",
            after_kind=CORRECTED,
            sums="<P_13_1>-30</P_13_1><P_14_1>-6.80</P_14_1>",
            rows=rows("23", "100", "80") + rows("22", "100", "90"),
        )
    )

    assert sorted(rates_and_nets(document)) == [
        ("22", "-10.00", "-2.20"),
        ("23", "-20.00", "-4.60"),
    ]


def test_a_shared_sum_that_the_rows_do_not_add_up_to_stays_whole():
    rows = a_row(1, "<P_11>1</P_11><P_12>23</P_12>") + a_row(2, "<P_11>1</P_11><P_12>22</P_12>")

    document = read(an_einvoice(sums="<P_13_1>100</P_13_1><P_14_1>23</P_14_1>", rows=rows))

    assert rates_and_nets(document) == [("23", "100.00", "23.00")]


def test_sales_taxed_in_another_state_are_outside_the_country_with_the_vat_of_that_state():
    row = a_row(1, "<P_11>100</P_11><P_12_XII>19</P_12_XII><Procedura>WSTO_EE</Procedura>")
    sums = "<P_13_5>100</P_13_5><P_14_5>19</P_14_5><P_13_8>10</P_13_8>"

    document = read(an_einvoice(sums=sums, total="129", rows=row))

    assert rates_and_nets(document) == [("np I", "110.00", "19.00")]
    assert document["positions"][0]["vat_rate"] == "np I"
    assert document["positions"][0]["vat"] is None
    assert document["procedures"] == ["WSTO_EE"]


@pytest.mark.parametrize(
    ("written", "sums", "expected"),
    [
        ("0", "<P_13_6_1>1</P_13_6_1>", "0 KR"),
        ("0", "<P_13_6_2>1</P_13_6_2>", "0 WDT"),
        ("0", "<P_13_6_3>1</P_13_6_3>", "0 EX"),
        ("np", "<P_13_8>1</P_13_8>", "np I"),
        ("np", "<P_13_9>1</P_13_9>", "np II"),
        ("0", "<P_13_6_1>1</P_13_6_1><P_13_6_3>1</P_13_6_3>", None),
        ("zw", "<P_13_7>1</P_13_7>", "zw"),
    ],
)
def test_fa_2_leaves_the_kind_of_a_zero_to_the_sums(written, sums, expected):
    row = f"<P_11>1</P_11><P_12>{written}</P_12>"

    assert only_position(row, form=2, sums=sums)["vat_rate"] == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<P_11>1</P_11><P_12>23</P_12>", ("1.00", None, None)),
        ("<P_11>1</P_11><P_11Vat>0.23</P_11Vat><P_12>23</P_12>", ("1.00", "0.23", "1.23")),
        ("<P_11A>1.23</P_11A><P_11Vat>0.23</P_11Vat><P_12>23</P_12>", ("1.00", "0.23", "1.23")),
        ("<P_11>1</P_11><P_11A>1.23</P_11A><P_12>23</P_12>", ("1.00", "0.23", "1.23")),
        ("<P_11A>1.23</P_11A><P_12>23</P_12>", (None, None, "1.23")),
        ("<P_11>1</P_11><P_12>zw</P_12>", ("1.00", "0.00", "1.00")),
        ("<P_11A>1</P_11A><P_12>0 WDT</P_12>", ("1.00", "0.00", "1.00")),
        ("<P_12>zw</P_12>", (None, None, None)),
        ("<P_11>-0.00</P_11><P_12>23</P_12>", ("0.00", None, None)),
    ],
)
def test_a_row_has_what_follows_exactly_from_what_it_says(inner, expected):
    position = only_position(inner)

    assert (position["net"], position["vat"], position["gross"]) == expected


def test_prices_and_quantities_keep_every_place_and_money_has_two():
    inner = (
        "<P_8A>kg</P_8A><P_8B>0.333333</P_8B><P_9A>0.12345678</P_9A><P_10>0.5</P_10>"
        "<P_11>7</P_11><P_12>23</P_12>"
    )

    position = only_position(inner)

    assert (position["quantity"], position["unit"]) == ("0.333333", "kg")
    assert (position["unit_net"], position["discount"]) == ("0.12345678", "0.5")
    assert position["net"] == "7.00"


def test_an_amount_that_a_database_can_not_hold_is_refused():
    largest = "9999999999999999.99"

    with pytest.raises(Invalid, match="too large"):
        read(an_einvoice(total=largest))


grosze = st.integers(-(10**12), 10**12)
RATES = {"1": ("23", "22"), "2": ("8", "7"), "3": ("5",), "4": ("4", "3")}


@given(st.dictionaries(st.sampled_from(sorted(RATES)), grosze, min_size=1), st.data())
def test_sums_come_out_as_they_went_in(nets, data):
    amounts, rows = [], []
    for group, net in nets.items():
        rate = data.draw(st.sampled_from(RATES[group]))
        vat = (Decimal(net) * int(rate) / 100).quantize(Decimal(1), ROUND_HALF_UP)
        amounts.append((group, rate, written(net), written(int(vat))))
        rows.append(a_row(len(rows) + 1, f"<P_11>{written(net)}</P_11><P_12>{rate}</P_12>"))
    amounts.sort()
    sums = "".join(
        f"<P_13_{group}>{net}</P_13_{group}><P_14_{group}>{vat}</P_14_{group}>"
        for group, _, net, vat in amounts
    )

    document = read(an_einvoice(sums=sums, rows="".join(rows)))

    assert rates_and_nets(document) == [(rate, net, vat) for _, rate, net, vat in amounts]
    assert Decimal(document["net"]) * 100 == sum(nets.values())


def written(amount: int) -> str:
    """`amount` grosze as an invoice writes it."""
    return f"{Decimal(amount).scaleb(-2):.2f}"
