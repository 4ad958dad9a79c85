"""A VAT RR invoice says what art. 116 of the VAT act asks, and no other document does."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from shared.contracts.document import Document
from shared.contracts.printing import print_document
from shared.contracts.printing.spelled import in_words, spelled
from tests.exports.formats.documents import document, party, position, vat_sum

STATEMENT = (
    "Oświadczam, że jestem rolnikiem ryczałtowym zwolnionym od podatku od towarów i usług na "
    "podstawie art. 43 ust. 1 pkt 3 ustawy o podatku od towarów i usług."
)


def bought_from_farmer(**changes: Any) -> Document:
    given: dict[str, Any] = {
        "kind": "vat_rr",
        "income": False,
        "sale_date": None,
        "seller": party(name="Gospodarstwo Pod Lipą", tax_no="44051401359", tax_no_kind="other"),
        "positions": [
            position(
                name="Pszenica, klasa I", quantity="12.5", unit="t", unit_net="98.72",
                vat_rate="7", net="1234.00", vat="86.38", gross="1320.38",
            )
        ],
        "bank_account": "61109010140000071219812874",
    }  # fmt: skip
    return document(vat_sum("7", "1234.00"), **(given | changes))


def printed(one: Document, language: str = "pl") -> str:
    pages = PdfReader(io.BytesIO(print_document(one, language))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_it_says_all_that_art_116_asks() -> None:
    text = printed(bought_from_farmer())

    for told in (
        "Faktura VAT RR FV 1/10/2026", "Data wystawienia: 2026-10-05", "Data nabycia: 2026-10-05",
        "Dostawca (rolnik ryczałtowy)", "PESEL: 44051401359", "Nabywca", "NIP: 5260001246",
        "Produkt rolny lub usługa rolnicza, klasa lub jakość", "Pszenica, klasa I", "t 12,5",
        "Cena bez zwrotu", "98,72", "Stawka zwrotu", "Kwota zwrotu", "Wartość ze zwrotem",
        "7% 1 234,00 86,38 1 320,38", "Należność ogółem ze zwrotem podatku: 1 320,38 PLN",
        "Słownie: jeden tysiąc trzysta dwadzieścia złotych 38/100",
        "Rachunek bankowy dostawcy: 61 1090 1014 0000 0712 1981 2874", "art. 116 ust. 6",
        STATEMENT, "Czytelny podpis dostawcy", "Czytelny podpis nabywcy",
    ):  # fmt: skip
        assert told in text
    assert "VAT 7%" not in text


@pytest.mark.parametrize("language", ["pl", "en", "pl-en"])
def test_the_statement_has_the_words_of_the_act_in_every_language(language: str) -> None:
    text = printed(bought_from_farmer(), language)

    assert text.count(STATEMENT) == 1
    assert ("I declare that I am a flat-rate farmer" in text) == (language != "pl")
    assert ("one thousand three hundred twenty PLN 38/100" in text) == (language != "pl")


def test_a_farmer_with_a_nip_has_it_by_its_name() -> None:
    assert "NIP: 7740001454" in printed(bought_from_farmer(seller=party(tax_no="7740001454")))


def test_no_other_document_speaks_of_a_farmer() -> None:
    text = printed(document(income=False, seller=party(tax_no="44051401359", tax_no_kind="other")))

    for other in ("rolnik", "PESEL", "zwrot", "Słownie", "podpis"):
        assert other not in text


@pytest.mark.parametrize(
    ("number", "polish", "english"),
    [
        (0, "zero", "zero"),
        (1, "jeden", "one"),
        (12, "dwanaście", "twelve"),
        (40, "czterdzieści", "forty"),
        (99, "dziewięćdziesiąt dziewięć", "ninety-nine"),
        (100, "sto", "one hundred"),
        (512, "pięćset dwanaście", "five hundred twelve"),
        (1_000, "jeden tysiąc", "one thousand"),
        (3_004, "trzy tysiące cztery", "three thousand four"),
        (12_000, "dwanaście tysięcy", "twelve thousand"),
        (22_000, "dwadzieścia dwa tysiące", "twenty-two thousand"),
        (1_000_001, "jeden milion jeden", "one million one"),
        (5_000_000_000, "pięć miliardów", "five billion"),
        (2_000_000_000_000, "dwa biliony", "two trillion"),
    ],
)
def test_numbers_are_spelled(number: int, polish: str, english: str) -> None:
    assert (in_words(number, "pl"), in_words(number, "en")) == (polish, english)


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("1.00", "PLN", "jeden złoty 00/100"),
        ("22.05", "PLN", "dwadzieścia dwa złote 05/100"),
        ("112.10", "PLN", "sto dwanaście złotych 10/100"),
        ("101.00", "PLN", "sto jeden złotych 00/100"),
        ("-3.50", "PLN", "minus trzy złote 50/100"),
        ("0.99", "EUR", "zero EUR 99/100"),
    ],
)
def test_amounts_are_spelled_with_their_unit(amount: str, currency: str, told: str) -> None:
    assert spelled(amount, currency, "pl") == told
