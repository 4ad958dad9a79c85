"""The VAT register: what is read back is what went in, and no cell of text is a formula."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings

from services.exports.formats.vat_register_csv import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, party, position, vat_sum

ENCODINGS = {"utf-8-bom": "utf-8-sig", "cp1250": "cp1250"}


def read(
    *documents: Document,
    told: Told | None = None,
    encoding: str = "utf-8-bom",
    decimal: str = "comma",
) -> list[dict[str, str]]:
    options = {"encoding": encoding, "decimal": decimal}
    content = b"".join(FORMAT.write(a_run(*documents, told=told, options=options)))
    text = content.decode(ENCODINGS[encoding])
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def one_line(text: str) -> str:
    """What a cell says of a text: its words, and an apostrophe before what looks like a formula."""
    words = "".join(" " if letter < "!" or letter == "\x7f" else letter for letter in text)
    line = " ".join(part for part in words.split(" ") if part)
    return f"'{line}" if line[:1] in {"=", "+", "-", "@"} else line


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_are_read_back_as_they_went_in(documents: list[Document]) -> None:
    told = Told()

    rows = read(*documents, told=told, decimal="dot")

    suited = [each for each in documents if FORMAT.unsuited(each) is None]
    expected = [(each, row) for each in suited for row in each["vat_summary"]]
    assert len(rows) == len(expected)
    for found, (each, row) in zip(rows, expected, strict=True):
        party = each["buyer"] if each["income"] else each["seller"]
        assert found["NumerDokumentu"] == each["number"]
        assert found["NazwaKontrahenta"] == one_line(party["name"])
        assert found["AdresKontrahenta"] == one_line(party["address"])
        assert found["Stawka"] == row["rate"]
        assert (found["Netto"], found["VAT"], found["Brutto"]) == (
            row["net"],
            row["vat"],
            row["gross"],
        )
    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out


@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_in_windows_1250_nothing_but_letters_is_lost(documents: list[Document]) -> None:
    rows = read(*documents, encoding="cp1250")

    unicode_rows = read(*documents)
    for found, other in zip(rows, unicode_rows, strict=True):
        amounts = ("Netto", "VAT", "Brutto", "NettoPLN", "VATPLN", "BruttoPLN", "Stawka")
        assert [found[name] for name in amounts] == [other[name] for name in amounts]


@pytest.mark.parametrize("text", ["=1+1", "+48 123", "-5", "@SUM(A1)", "\t=1+1", " \n=1+1"])
def test_a_text_that_looks_like_a_formula_is_guarded(text: str) -> None:
    (row,) = read(document(buyer=party(name=text), number=text))

    assert row["NazwaKontrahenta"].startswith("'")
    assert row["NumerDokumentu"].startswith("'")


def test_a_negative_number_is_no_text() -> None:
    (row,) = read(document(vat_sum("23", "-10.00")))

    assert (row["Netto"], row["VAT"], row["Brutto"]) == ("-10,00", "-2,30", "-12,30")


def test_amounts_have_the_decimal_sign_that_was_asked_for() -> None:
    abroad = document(vat_sum("23", "10.00"), currency="EUR", exchange_rate="4.2345")

    (comma,), (dot,) = read(abroad), read(abroad, decimal="dot")

    assert (comma["Netto"], comma["Kurs"], comma["NettoPLN"]) == ("10,00", "4,2345", "42,35")
    assert (dot["Netto"], dot["Kurs"], dot["NettoPLN"]) == ("10.00", "4.2345", "42.35")


def test_without_a_rate_of_exchange_the_pln_cells_are_empty_and_it_is_told() -> None:
    told = Told()

    (row,) = read(document(vat_sum("23", "10.00"), currency="EUR"), told=told)

    assert (row["NettoPLN"], row["VATPLN"], row["BruttoPLN"]) == ("", "", "")
    assert told.codes == {"incomplete_document"}


def test_the_sum_of_the_rates_in_pln_is_the_document() -> None:
    rows = read(document(vat_sum("23", "100.00"), vat_sum("8", "50.00")), decimal="dot")

    assert sum(Decimal(row["BruttoPLN"]) for row in rows) == Decimal("177.00")
    assert [row["PolaJPK_FA"] for row in rows] == ["P_13_1/P_14_1", "P_13_2/P_14_2"]
    assert [row["PolaJPK_V7"] for row in rows] == ["K_19/K_20", "K_17/K_18"]


def test_codes_and_marks_have_their_columns() -> None:
    marked = document(
        positions=[position(gtu="GTU_12"), position(gtu="GTU_01")],
        procedures=["TP"],
        split_payment=True,
        kind="correction",
        corrected=[{"number": "FV 7", "issue_date": None, "ksef_number": None}],
        ksef_number="5260001246-20261005-0123456789AB-CD",
    )

    (row,) = read(marked)

    assert row["GTU"] == "GTU_01, GTU_12"
    assert (row["Procedury"], row["MPP"], row["NumerKorygowany"]) == ("TP", "tak", "FV 7")
    assert row["NrKSeF"] == "5260001246-20261005-0123456789AB-CD"


def test_letters_outside_windows_1250_are_transliterated_and_told() -> None:
    told = Told()

    (row,) = read(document(buyer=party(name="Київ Łódź")), encoding="cp1250", told=told)

    assert row["NazwaKontrahenta"] == "Kyjiw Łódź"
    assert told.codes == {"text_transliterated"}


def test_half_characters_are_dropped_and_told() -> None:
    told = Told()

    (row,) = read(document(buyer=party(name="a\ud800b")), told=told)

    assert row["NazwaKontrahenta"] == "ab"
    assert told.codes == {"characters_replaced"}


@pytest.mark.parametrize("kind", ["proforma", "estimate", "client_order", "kp", "canceled", "mm"])
def test_what_is_no_vat_document_is_left_out_and_told(kind: str) -> None:
    told = Told()

    rows = read(document(kind=kind, number="X"), told=told)

    assert rows == []
    assert told.numbers("unsupported_document") == ["X"]


def test_no_document_gives_the_columns_alone() -> None:
    content = b"".join(FORMAT.write(a_run()))

    assert content.startswith(b"\xef\xbb\xbfKierunek;")
    assert content.count(b"\r\n") == content.count(b"\n") == 1


def test_windows_1250_has_no_byte_order_mark() -> None:
    content = b"".join(FORMAT.write(a_run(options={"encoding": "cp1250"})))

    assert content.startswith(b"Kierunek;")
