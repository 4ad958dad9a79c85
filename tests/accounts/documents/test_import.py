"""Importing over HTTP: what goes in, what is skipped, what is refused, and who may."""

import base64
import hashlib
import json
import zlib
from io import BytesIO

import pytest
from sqlalchemy import select

from services.accounts.documents.models import Document
from shared.outbox import outbox
from tests.accounts.documents.conftest import ACCOUNT, DOCUMENTS, IMPORT, a_zip, as_role, count
from tests.accounts.documents.einvoices import BUYER, SELLER, STRANGER, an_einvoice, numbered

NUMBER = "5260250274-20260408-0123456789AB-CD"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_bare_xml_goes_in_and_is_announced_with_its_original(send, sessions):
    xml = an_einvoice(number="FV 7")

    response = send(xml, query_string={"name": f"{NUMBER}.xml"})

    assert response.status_code == 201
    ((imported,), skipped, refused) = response.json.values()
    assert (imported["file"], imported["number"]) == (f"{NUMBER}.xml", "FV 7")
    assert skipped == refused == []
    with sessions() as session:
        row = session.execute(select(outbox)).one()
    envelope = json.loads(row.body)
    assert row.name == "accounts.document.recorded.v1"
    assert row.subject == f"document/{imported['id']}"
    assert envelope["actor"] == "user/owner"
    document, original = envelope["data"]["document"], envelope["data"]["original"]
    assert (document["id"], document["number"]) == (imported["id"], "FV 7")
    assert document["ksef_number"] == NUMBER
    assert original["name"] == f"{NUMBER}.xml"
    assert original["sha256"] == hashlib.sha256(xml).hexdigest()
    assert zlib.decompress(base64.b64decode(original["content"])) == xml


def test_a_bare_xml_without_a_name_has_none_in_the_answer(send):
    assert send(an_einvoice()).json["imported"][0]["file"] is None


def test_the_number_of_ksef_may_be_given_beside_a_bare_xml(send, client):
    (imported,) = send(an_einvoice(), query_string={"ksef_number": NUMBER.lower()}).json["imported"]

    assert client.get(f"{DOCUMENTS}/{imported['id']}").json["ksef_number"] == NUMBER


def test_a_wrong_number_of_ksef_is_invalid(send):
    response = send(an_einvoice(), query_string={"ksef_number": "123"})

    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.json["errors"][0]["pointer"] == "/ksef_number"


@pytest.mark.parametrize("name", ["name", "ksef_number"])
def test_what_is_said_of_one_xml_is_not_taken_for_many(send, name):
    response = send(files=numbered(1), query_string={name: NUMBER})

    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.json["errors"][0]["pointer"] == f"/{name}"


def test_a_zip_goes_in_file_by_file(send):
    files = numbered(3) | {"notes.txt": b"hello", "2026/stranger.xml": an_einvoice(seller=STRANGER)}

    response = send(files=files)

    assert response.status_code == 201
    assert [each["file"] for each in response.json["imported"]] == ["0.xml", "1.xml", "2.xml"]
    codes = {each["file"]: each["code"] for each in response.json["refused"]}
    assert codes == {"notes.txt": "invalid", "2026/stranger.xml": "not_a_party"}


def test_a_form_takes_xml_and_zip(client):
    form = {
        "file": [
            (BytesIO(an_einvoice(number="A")), "a.xml"),
            (BytesIO(a_zip({"b.xml": an_einvoice(number="B")})), "b.zip"),
        ]
    }

    response = client.post(IMPORT, data=form)

    assert response.status_code == 201
    assert [each["file"] for each in response.json["imported"]] == ["a.xml", "b.xml"]


def test_a_form_without_a_file_is_invalid(client):
    response = client.post(IMPORT, data={"file": "text"}, content_type="multipart/form-data")

    assert (response.status_code, response.json["code"]) == (422, "invalid")


def test_a_zip_that_can_not_be_read_is_invalid_and_leaves_nothing(client, sessions):
    response = client.post(IMPORT, data=b"no zip", content_type="application/zip")

    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.content_type == "application/problem+json"
    assert count(sessions, Document) == 0


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", None])
def test_another_media_type_is_not_taken(client, media_type):
    response = client.post(IMPORT, data=an_einvoice(), content_type=media_type)

    assert (response.status_code, response.json["code"]) == (415, "unsupported_media_type")


def test_an_upload_over_50_mib_is_too_large(client):
    body = b"\0" * (50 * 1024 * 1024 + 1)

    response = client.post(IMPORT, data=body, content_type="application/zip")

    assert (response.status_code, response.json["code"]) == (413, "payload_too_large")


def test_200_mib_are_refused_before_they_are_read(client):
    response = client.post(
        IMPORT,
        input_stream=BytesIO(b"PK\x03\x04"),
        content_type="application/zip",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )

    assert (response.status_code, response.json["code"]) == (413, "payload_too_large")


def test_the_same_file_twice_in_one_upload_goes_in_once(send):
    response = send(files={"a.xml": an_einvoice(), "b.xml": an_einvoice()})

    (imported,) = response.json["imported"]
    assert response.json["skipped"] == [{"file": "b.xml", "id": imported["id"]}]


def test_another_file_with_the_same_seller_and_number_is_refused(send):
    send(an_einvoice(number="FV 1"))

    response = send(an_einvoice(number="FV 1", total="124.00"))

    assert response.status_code == 200
    (refused,) = response.json["refused"]
    assert refused["code"] == "number_taken"
    assert "FV 1" in refused["detail"]


def test_the_same_number_twice_in_one_upload_goes_in_once(send):
    files = {"a.xml": an_einvoice(number="FV 1"), "b.xml": an_einvoice(number="FV 1", total="1")}

    response = send(files=files)

    assert [each["file"] for each in response.json["imported"]] == ["a.xml"]
    assert [each["code"] for each in response.json["refused"]] == ["number_taken"]


def test_the_same_number_of_another_seller_is_another_document(send):
    ours = an_einvoice(number="FV 1")
    theirs = an_einvoice(number="FV 1", seller=BUYER, buyer=SELLER)

    assert len(send(files={"a.xml": ours, "b.xml": theirs}).json["imported"]) == 2


@pytest.mark.parametrize(
    ("seller", "buyer", "marks", "income"),
    [
        (SELLER, BUYER, (2, 2, 2, 2), True),
        (BUYER, SELLER, (2, 2, 2, 2), False),
        (BUYER, SELLER, (2, 1, 2, 2), False),
        (SELLER, BUYER, (2, 1, 2, 2), True),
        (SELLER, SELLER, (2, 2, 2, 2), True),
    ],
    ids=["seller", "buyer", "buyer who issues", "seller for whom is issued", "both"],
)
def test_the_accounts_side_of_the_sale_tells_income_from_cost(
    send, client, seller, buyer, marks, income
):
    xml = an_einvoice(seller=seller, buyer=buyer, marks=marks)

    (imported,) = send(xml).json["imported"]

    assert client.get(f"{DOCUMENTS}/{imported['id']}").json["income"] is income


def test_a_foreign_number_that_looks_like_the_accounts_nip_is_not_the_account(send):
    buyer = f"<DaneIdentyfikacyjne><NrID>{SELLER}</NrID></DaneIdentyfikacyjne>"

    response = send(an_einvoice(seller=BUYER, buyer_xml=buyer))

    assert response.json["refused"][0]["code"] == "not_a_party"


def test_a_refusal_is_told_in_the_language_of_the_caller(send):
    response = send(b"<Faktura/>", headers={"Accept-Language": "en"})

    assert response.status_code == 200
    (refused,) = response.json["refused"]
    assert refused["code"] == "invalid"
    assert "FA(2) or FA(3)" in refused["detail"]


@pytest.mark.parametrize(("role", "status"), [("owner", 201), ("admin", 201), ("member", 201)])
def test_who_issues_documents_may_import_them(send, role, status):
    assert send(an_einvoice(), headers=as_role(role)).status_code == status


def test_an_accountant_may_not_import_and_a_stranger_sees_nothing(send, sessions):
    accountant = send(an_einvoice(), headers=as_role("accountant"))
    stranger = send(an_einvoice(), headers=as_role("stranger"))
    nobody = send(an_einvoice(), headers=as_role("nobody"))

    assert (accountant.status_code, accountant.json["code"]) == (403, "forbidden")
    assert (stranger.status_code, stranger.json["code"]) == (404, "not_found")
    assert nobody.status_code == 401
    assert count(sessions, Document) == 0


def test_documents_of_another_account_do_not_stand_in_the_way(send, client, sessions):
    theirs = an_einvoice(number="FV 1", seller=BUYER, buyer="9999999999")
    ours = an_einvoice(number="FV 1", seller=BUYER, buyer=SELLER)
    client.post(
        IMPORT.replace(ACCOUNT, "other"),
        data=theirs,
        content_type="application/xml",
        headers=as_role("stranger"),
    )

    assert len(send(ours).json["imported"]) == 1
    assert count(sessions, Document) == 2


def test_one_file_is_a_document_of_each_of_its_parties(send, client, sessions):
    xml = an_einvoice(seller="9999999999", buyer=SELLER)
    send(xml)

    response = client.post(
        IMPORT.replace(ACCOUNT, "other"),
        data=xml,
        content_type="application/xml",
        headers=as_role("stranger"),
    )

    assert response.status_code == 201
    assert count(sessions, Document) == 2


def test_who_may_not_import_is_told_so_before_the_upload_is_looked_at(client):
    response = client.post(
        IMPORT, data=b"no zip", content_type="application/zip", headers=as_role("accountant")
    )

    assert (response.status_code, response.json["code"]) == (403, "forbidden")
