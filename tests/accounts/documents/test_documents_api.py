"""Reading one document over HTTP: its facts, its original, its print."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.accounts.documents.conftest import ACCOUNT, DOCUMENTS, as_role
from tests.accounts.documents.einvoices import a_row, an_einvoice

POLISH = "Zażółć gęślą jaźń ŻÓŁĆ"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_one_document_has_its_positions_and_sums(client, imported):
    id = imported(number="FV 7")

    response = client.get(f"{DOCUMENTS}/{id}")

    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    document = response.json
    assert (document["id"], document["number"], document["version"]) == (id, "FV 7", 1)
    assert document["positions"][0]["net"] == "100.00"
    assert document["vat_summary"] == [
        {"rate": "23", "net": "100.00", "vat": "23.00", "gross": "123.00", "vat_pln": None}
    ]


@pytest.mark.parametrize(
    "query",
    [{"from": "yesterday"}, {"date_basis": "payment"}, {"kind": "novel"}, {"income": "perhaps"}],
)
def test_a_filter_that_means_nothing_is_invalid(client, query):
    response = client.get(DOCUMENTS, query_string=query)

    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.json["errors"][0]["pointer"] == f"/{next(iter(query))}"


def test_the_original_comes_back_byte_for_byte(send, client):
    xml = b"\xef\xbb\xbf" + an_einvoice().replace(b"\n", b"\r\n") + b"\n<!-- end -->"
    (imported,) = send(xml, query_string={"name": "kopia/Zażółć.xml"}).json["imported"]

    response = client.get(f"{DOCUMENTS}/{imported['id']}.xml")

    assert response.data == xml
    assert response.mimetype == "application/xml"
    assert (
        "filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87.xml" in response.headers["Content-Disposition"]
    )


@pytest.mark.parametrize("extension", ["xml", "pdf"])
def test_what_the_caller_has_already_is_not_sent_again(client, imported, extension):
    address = f"{DOCUMENTS}/{imported()}.{extension}"
    tag = client.get(address).headers["ETag"]

    response = client.get(address, headers={"If-None-Match": tag})

    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == tag


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_print_has_the_polish_letters(client, imported, language):
    id = imported(number="FV 7/2026", rows=a_row(name=POLISH))

    response = client.get(f"{DOCUMENTS}/{id}.pdf", query_string={"language": language})

    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert "FV 7-2026.pdf" in response.headers["Content-Disposition"]
    printed = text_of(response.data)
    assert POLISH in printed
    assert "Próbna Spółka z o.o." in printed
    assert "NIP: 5260250274" in printed
    assert ("100,00" if language == "pl" else "100.00") in printed


def test_a_print_of_many_rows_has_many_pages_each_with_the_head(client, imported):
    rows = "".join(a_row(no, name=f"Towar {no}") for no in range(1, 201))

    pages = PdfReader(BytesIO(client.get(f"{DOCUMENTS}/{imported(rows=rows)}.pdf").data)).pages

    assert len(pages) > 3
    heads = [page.extract_text() for page in pages]
    assert all("FV 1/04/2026" in head for head in heads)
    assert "Towar 200" in "".join(heads)


def test_markup_in_a_text_is_printed_as_it_stands(client, imported):
    id = imported(rows=a_row(name="<b>nail</b> & <hammer"), number="<i>7</i>")

    printed = text_of(client.get(f"{DOCUMENTS}/{id}.pdf").data)

    assert "<b>nail</b> & <hammer" in printed
    assert "<i>7</i>" in printed


@pytest.mark.parametrize("role", ["owner", "admin", "member", "accountant"])
@pytest.mark.parametrize("extension", ["", ".xml", ".pdf"])
def test_every_role_reads_documents(client, imported, role, extension):
    address = f"{DOCUMENTS}/{imported()}{extension}"

    assert client.get(address, headers=as_role(role)).status_code == 200


@pytest.mark.parametrize("extension", ["", ".xml", ".pdf"])
def test_a_stranger_finds_no_document_not_even_through_an_account_of_their_own(
    client, imported, extension
):
    id = imported()
    theirs = DOCUMENTS.replace(ACCOUNT, "other")

    direct = client.get(f"{DOCUMENTS}/{id}{extension}", headers=as_role("stranger"))
    through = client.get(f"{theirs}/{id}{extension}", headers=as_role("stranger"))

    assert (direct.status_code, through.status_code) == (404, 404)
    assert client.get(theirs, headers=as_role("stranger")).json["items"] == []
    assert client.get(DOCUMENTS, headers=as_role("stranger")).status_code == 404


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
