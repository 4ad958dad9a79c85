"""Money, VAT and letters: the small calculations that every format trusts."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exports.formats.amounts import hundredths, in_pln, money, opposite, within
from services.exports.formats.letters import central
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES, sums_in_pln
from shared.contracts.document import VAT_RATES
from tests.exports.formats.documents import Told, document, vat_sum

CENTS = Decimal("0.01")
WHOLE = st.integers(-(10**14), 10**14)


@given(WHOLE)
def test_money_is_read_back_as_it_was_written(amount: int) -> None:
    assert hundredths(money(amount)) == amount
    assert Decimal(money(amount)) == Decimal(amount) / 100


@pytest.mark.parametrize("text", ["1", "1.5", "1.234", "1,00", "1e2", "", " 1.00", "+1.00", "١.٠٠"])
def test_what_is_not_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        hundredths(text)


@given(WHOLE, st.decimals(0, 1000, places=6))
def test_conversion_rounds_half_up_away_from_zero(amount: int, rate: Decimal) -> None:
    exact = Decimal(amount) / 100 * rate

    assert Decimal(money(in_pln(amount, f"{rate:f}"))) == exact.quantize(CENTS, ROUND_HALF_UP)


@given(st.decimals(-(10**9), 10**9, places=8), st.integers(0, 6))
def test_a_number_is_rounded_to_places_only_where_it_has_more(number: Decimal, most: int) -> None:
    fitting, exact = within(f"{number:f}", most)

    assert Decimal(fitting) == number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    assert exact == (Decimal(fitting) == number)


@pytest.mark.parametrize("number", ["1e5", "NaN", "--1", "", "1."])
def test_what_is_not_a_number_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        within(number, 2)


@pytest.mark.parametrize(
    ("number", "turned"), [("1.50", "-1.50"), ("-1.50", "1.50"), ("0.00", "0.00"), ("0", "0")]
)
def test_the_other_sign_of_nothing_is_nothing(number: str, turned: str) -> None:
    assert opposite(number) == turned


def test_the_vat_table_holds_the_canonical_rates_and_no_other() -> None:
    assert tuple(RATES) == VAT_RATES


def test_the_vat_table_agrees_with_the_facts_on_formats() -> None:
    facts = Path(__file__).parents[4] / "shared" / "formats" / "formats.md"
    if not facts.exists():
        pytest.skip(f"{facts} is not there")
    section = facts.read_text(encoding="utf-8").split("## 0.1 ")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("| ")
    ]
    table = {code: row for row in rows for code in row[0].split(" (")[0].split(", ")}
    for code, rate in RATES.items():
        cells = table[code]
        assert not rate.jpk_fa or rate.jpk_fa in cells[2]
        for name in (*rate.jpk_fa_sums[:1], *rate.v7_sale):
            assert name.removeprefix("P_") in cells[2] + cells[3]
        assert not rate.edi or f'"{rate.edi[0]}"' in cells[4] or not cells[0].startswith(code)
        assert rate.category in cells[8]


def test_a_sum_under_the_margin_scheme_is_its_gross() -> None:
    row = vat_sum("margin", "0.00") | {"gross": "500.00"}

    (known,) = sums_in_pln(document(row)) or []  # type: ignore[arg-type]

    assert (known.net, known.vat, known.gross) == (50000, 0, 50000)


def test_another_currency_without_a_rate_has_no_sums_in_pln() -> None:
    assert sums_in_pln(document(currency="EUR")) is None


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_text_fits_windows_1250_on_one_line(text: str) -> None:
    line = central("name", text, 40, Notes(Told().append))

    assert len(line.encode("cp1250")) <= 40
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Zażółć gęślą jaźń „€” – ő", "Zażółć gęślą jaźń „€” – ő"),
        ("o\u0301", "ó"),
        ("Київ", "Kyjiw"),
        ("Щука", "Szczuka"),
        ("Κατάστημα", "Katastima"),
        ("Ørsted", "Orsted"),
        ("Ñandú", "Nandú"),
        ("日本", "??"),
        ("a\u200bb", "ab"),
    ],
)
def test_letters_become_the_nearest_that_the_encoding_has(text: str, nearest: str) -> None:
    assert central("name", text, 40, Notes(Told().append)) == nearest


def test_only_a_change_of_letters_is_told() -> None:
    told = Told()
    notes = Notes(told.append)

    central("kept", "o\u0301 ż", 40, notes)
    central("changed", "Київ", 40, notes)
    notes.tell(document())

    assert [problem.facts for problem in told] == [{"fields": "changed"}]
