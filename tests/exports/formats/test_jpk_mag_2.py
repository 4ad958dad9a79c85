"""JPK_MAG(2): valid by the schema, each warehouse document with its rows, in the schema's order."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.jpk_mag_2 import FORMAT
from services.exports.formats.run import Account
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.books_reader import book
from tests.exports.formats.documents import COMPANY, Told, a_run, document, party, position, vat_sum
from tests.exports.formats.golden import SETTINGS, golden_documents

NAME = "jpk_mag_2"
KINDS = ("pz", "pw", "wz", "rw")
SLIPS = any_documents().flatmap(
    lambda documents: st.tuples(
        *(st.sampled_from((*KINDS, "mm", "vat")).map(lambda kind, d=each: d | {"kind": kind})
          for each in documents)
    )
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(SLIPS)
def test_any_documents_give_a_valid_file_in_the_order_of_kinds(
    documents: tuple[Document, ...],
) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    file = book(NAME, *documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    for kind in KINDS:
        end, expected = kind.upper(), [each for each in suited if each["kind"] == kind]
        found = file.rows(f"{end}Wartosc")
        assert [row[f"Numer{end}"] for row in found] == [each["number"] for each in expected]
        rows = [row for each in expected for row in each["positions"]]
        assert len(file.rows(f"{end}Wiersz")) == len(rows)
        if all(each["currency"] == "PLN" for each in expected):
            total = sum(Decimal(each["net"]) for each in expected)
            assert file.total(f"{end}Wartosc", f"Wartosc{end}") == total
            worth = [Decimal(r["net"]) * (-1 if r["before"] else 1) for r in rows if r["net"]]
            assert file.total(f"{end}Wiersz", f"WartoscPozycji{end}") == sum(worth)


@pytest.mark.parametrize(
    ("kind", "day", "goods", "quantity"),
    [
        ("pz", "DataOtrzymaniaPZ", "NazwaTowaruPZ", "IloscPrzyjetaPZ"),
        ("pw", "DataOtrzymaniaPW", "NazwaProduktuPW", "IloscPrzyjetaPW"),
        ("wz", "DataWydaniaWZ", "NazwaTowaruWZ", "IloscWydanaWZ"),
        ("rw", "DataWydaniaRW", "NazwaTowaruRW", "IloscWydanaRW"),
    ],
)
def test_each_kind_has_its_own_fields(kind: str, day: str, goods: str, quantity: str) -> None:
    slip = document(
        vat_sum("23", "80.00"),
        kind=kind,
        sale_date="2026-10-07",
        positions=[position(name="Śruba", quantity="40", unit_net="2.00", net="80.00")],
    )

    file = book(NAME, slip)

    head, row = file.row(f"{kind.upper()}Wartosc"), file.row(f"{kind.upper()}Wiersz")
    assert head[day] == "2026-10-07"
    assert (row[goods], row[quantity]) == ("Śruba", "40")
    assert row[f"WartoscPozycji{kind.upper()}"] == "80.00"


def test_goods_come_from_the_seller_and_go_to_the_buyer() -> None:
    supplier, customer = party(name="Dostawca"), party(name="Odbiorca")

    file = book(
        NAME,
        document(kind="pz", income=False, seller=supplier),
        document(kind="wz", buyer=customer),
    )

    assert file.row("PZWartosc")["Dostawca"] == "Dostawca"
    assert file.row("WZWartosc")["OdbiorcaWZ"] == "Odbiorca"


def test_another_currency_is_written_in_pln() -> None:
    told = Told()
    slip = document(
        vat_sum("23", "10.00"),
        kind="wz",
        currency="EUR",
        exchange_rate="4.2345",
        positions=[position(unit_net="10.00", net="10.00")],
    )

    file = book(NAME, slip, told=told)

    assert file.row("WZWartosc")["WartoscWZ"] == "42.35"
    assert file.row("WZWiersz")["CenaJednWZ"] == "42.35"
    assert [each.facts for each in told] == [{"fields": "CenaJednWZ"}]


def test_rows_that_add_up_to_another_value_are_told() -> None:
    told = Told()

    book(NAME, document(kind="wz", positions=[position(net="99.00")]), told=told)

    assert told[0].code == "sums_differ"
    assert told[0].facts == {"total": "100.00", "written": "99.00"}


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="mm", number="X"),
        document(kind="vat", number="X"),
        document(kind="wz", positions=[], number="X"),
        document(kind="wz", positions=[position(name=" ")], number="X"),
        document(kind="wz", buyer=party(name=" \x00"), number="X"),
        document(kind="wz", number="\x00\ufffe"),
        document(kind="wz", currency="EUR", number="X"),
    ],
)
def test_what_the_schema_can_not_hold_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = book(NAME, document(kind="wz", number="GOOD"), refused, told=told)

    assert [row["NumerWZ"] for row in file.rows("WZWartosc")] == ["GOOD"]
    assert told.numbers("unsupported_document") == [refused["number"]]


def test_no_document_gives_the_warehouse_alone() -> None:
    file = book(NAME)

    assert file.row("JPK") == {"Magazyn": "Magazyn główny", "Metoda": "1"}


def test_a_company_abroad_has_its_address() -> None:
    abroad = Account(
        "firma",
        {
            "name": "Firma GmbH",
            "tax_no": "PL 526-000-12-46",
            "country": "DE",
            "city": "Berlin",
            "tax_office_code": "1471",
        },
    )

    assert book(NAME, account=abroad).row("AdresZagr")["KodKraju"] == "DE"


def test_warehouse_and_method_are_asked_for() -> None:
    assert FORMAT.missing_settings(a_run(settings={})) == ["warehouse", "method"]
    lacking = Account("probna", COMPANY | {"voivodeship": None})
    assert FORMAT.missing_settings(a_run(settings=SETTINGS[NAME], account=lacking)) == [
        "voivodeship"
    ]


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents(), settings=SETTINGS[NAME])

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
