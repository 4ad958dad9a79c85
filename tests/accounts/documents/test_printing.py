"""What the law asks of an invoice stands on its print."""

import base64
import hashlib
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from shared.contracts.printing import print_document, verification_link
from tests.accounts.documents.bodies import BUYER_PARTY, a_document, a_row
from tests.accounts.documents.conftest import DOCUMENTS
from tests.accounts.documents.einvoices import an_einvoice

KSEF_NUMBER = "5260250274-20260407-0123456789AB-CD"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def printed(client):
    """The text of the print of a document that is issued so."""

    def printed(*rows: Any, lang: str = "pl", **changes: Any) -> str:
        made = client.post(DOCUMENTS, json=a_document(*rows, **changes))
        assert made.status_code == 201, made.text
        return pages_of(client, made.json, lang)

    return printed


def pages_of(client, document: dict[str, Any], lang: str = "pl") -> str:
    answer = client.get(f"{DOCUMENTS}/{document['id']}.pdf", query_string={"lang": lang})
    assert answer.status_code == 200, answer.text
    return text_of(answer.data)


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\xa0", " ").split())


def test_an_invoice_says_all_that_art_106e_asks(printed) -> None:
    text = printed(
        a_row(name="Deski", quantity="12.5", unit="m2", discount="10.00", gtu="GTU_05"),
        a_row(name="Książki", vat_rate="5"),
        issue_place="Łódź",
        sale_date="2026-04-05",
        payment_form="transfer",
        due_date="2026-04-21",
        bank_account="61109010140000071219812874",
    )

    for told in (
        "Faktura FV 1/04/2026",
        "Data wystawienia: 2026-04-07, Łódź",
        "Data sprzedaży: 2026-04-05",
        "Sprzedawca", "NIP: 5260250274", "Nabywca", "Odbiorca SA", "Długa 2", "NIP: 7740001454",
        "Deski", "GTU_05", "m2", "12,5", "100,00", "10,00",
        "23% 1 240,00 285,20 1 525,20", "5% 100,00 5,00 105,00",
        "Razem 1 340,00 290,20 1 630,20", "Razem do zapłaty: 1 630,20 PLN",
        "przelew", "2026-04-21", "61 1090 1014 0000 0712 1981 2874", "Strona 1 z 1",
    ):  # fmt: skip
        assert told in text


@pytest.mark.parametrize(
    ("changes", "polish", "english"),
    [
        ({"split_payment": True}, "mechanizm podzielonej płatności", "split payment mechanism"),
        ({"cash_method": True}, "metoda kasowa", "cash accounting"),
        ({"self_billing": True}, "samofakturowanie", "self-billing"),
        ({"reverse_charge": True}, "odwrotne obciążenie", "reverse charge"),
        ({"positions": [a_row(vat_rate="oo")]}, "odwrotne obciążenie", "reverse charge"),
        ({"triangular": True}, "Faktura WE uproszczona na mocy art. 135–138", "simplified"),
        ({"exempt_basis": "art. 113 ust. 1"}, "art. 113 ust. 1", "exemption"),
    ],
)
def test_the_words_that_the_act_demands_are_there(printed, changes, polish, english) -> None:
    assert polish in printed(**changes)
    assert english in printed(**changes, lang="en")
    both = printed(**changes, lang="pl-en")
    assert polish in both
    assert english in both


@pytest.mark.parametrize(
    ("margin", "words"),
    [
        ("travel", "procedura marży dla biur podróży"),
        ("used_goods", "procedura marży - towary używane"),
        ("art", "procedura marży - dzieła sztuki"),
        ("antiques", "procedura marży - przedmioty kolekcjonerskie i antyki"),
    ],
)
def test_a_margin_sale_shows_neither_vat_nor_what_the_goods_cost(printed, margin, words) -> None:
    row = a_row(unit_net=None, unit_gross="500.00", vat_rate="margin", purchase_price="321.00")

    text = printed(row, kind="vat_margin", margin=margin)

    assert words in text.replace("–", "-")
    assert "Razem do zapłaty: 500,00 PLN" in text
    for hidden in ("321", "Kwota VAT", "Netto", "Stawka"):
        assert hidden not in text


def test_a_correction_shows_before_after_difference_and_what_it_corrects(client) -> None:
    original = client.post(DOCUMENTS, json=a_document(a_row(quantity="2"))).json
    body = {"reason": "błędna ilość", "positions": [{"no": 1, "quantity": "1"}]}
    correction = client.post(f"{DOCUMENTS}/{original['id']}/correct", json=body).json

    text = pages_of(client, correction)

    for told in (
        f"Faktura korygująca {correction['number']}",
        "FV 1/04/2026 z dnia 2026-04-07", "Przyczyna korekty: błędna ilość",
        "Różnica", "23% -100,00 -23,00 -123,00", "Do zwrotu: 123,00 PLN",
    ):  # fmt: skip
        assert told in text
    before, _, after = text.partition("Po korekcie")
    assert "246,00" in before.partition("Przed korektą")[2]
    assert "123,00" in after


def test_another_currency_shows_its_rate_and_the_vat_in_pln_or_that_it_has_none(printed) -> None:
    text = printed(currency="EUR", exchange_rate="4.2512")
    assert "Kurs NBP: 4,2512" in text
    assert "23% 100,00 23,00 123,00 97,78" in text

    assert "Kurs NBP: nie podano" in printed(currency="EUR")


def test_a_sale_within_the_union_has_both_numbers_with_their_countries(printed) -> None:
    buyer = BUYER_PARTY | {"country": "DE", "tax_no": "136695976"}

    text = printed(a_row(vat_rate="0 WDT"), kind="wdt", buyer=buyer)

    assert "NIP: PL 5260250274" in text
    assert "DE 136695976" in text
    assert "0% WDT" in text


def test_a_document_of_a_warehouse_is_no_invoice(printed) -> None:
    text = printed(kind="wz")

    assert text.startswith("WZ – wydanie zewnętrzne WZ 1/04/2026")
    for other in ("VAT", "zapłaty", "Płatność", "sprzedaży", "Brutto"):
        assert other not in text


def test_what_is_in_ksef_shows_its_number_and_where_to_check_it(client, send) -> None:
    xml = an_einvoice(number="FV 8/2026")
    made = send(xml, query_string={"ksef_number": KSEF_NUMBER}).json["imported"][0]

    answer = client.get(f"{DOCUMENTS}/{made['id']}.pdf")

    digest = base64.urlsafe_b64encode(hashlib.sha256(xml).digest()).decode().rstrip("=")
    link = f"https://qr.ksef.mf.gov.pl/invoice/5260250274/07-04-2026/{digest}"
    page = PdfReader(BytesIO(answer.data)).pages[0]
    assert [each.get_object()["/A"]["/URI"] for each in page["/Annots"]] == [link]
    assert f"Numer KSeF: {KSEF_NUMBER}" in text_of(answer.data)


def test_what_ksef_does_not_know_has_no_link(client) -> None:
    made = client.post(DOCUMENTS, json=a_document()).json

    assert verification_link(made, None) is None
    page = PdfReader(BytesIO(client.get(f"{DOCUMENTS}/{made['id']}.pdf").data)).pages[0]
    assert "/Annots" not in page


def test_a_hundred_rows_fill_numbered_pages_each_with_the_head_of_the_table(client) -> None:
    long = "Bardzo długa nazwa towaru, która łamie się w kilku wierszach " * 3
    rows = [a_row(name=f"Towar {no}. {long if no % 5 == 0 else ''}") for no in range(1, 101)]
    made = client.post(DOCUMENTS, json=a_document(*rows)).json

    pages = PdfReader(BytesIO(client.get(f"{DOCUMENTS}/{made['id']}.pdf").data)).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]

    assert len(texts) > 3
    assert all(f"Strona {no} z {len(texts)}" in text for no, text in enumerate(texts, 1))
    assert all("Lp. Nazwa" in text for text in texts if "Towar" in text)
    found = " ".join(texts)
    assert all(f"Towar {no}." in found for no in range(1, 101))


def test_the_same_content_prints_the_same_bytes(client) -> None:
    made = client.post(DOCUMENTS, json=a_document()).json

    assert print_document(made, "pl-en") == print_document(made, "pl-en")


def test_names_without_spaces_break_and_nothing_fails(client) -> None:
    body = a_document(a_row(name="x" * 512), buyer={"name": "Ż" * 512, "address": "y" * 512})
    made = client.post(DOCUMENTS, json=body).json

    assert "x" * 20 in pages_of(client, made)
