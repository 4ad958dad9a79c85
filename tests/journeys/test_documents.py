"""Real documents: the Ministry's samples go in, the broken and the hostile are named."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.system.firms import a_firm, a_nip
from tests.system.invoices import MINISTRY, SAMPLES
from tests.system.person import Person
from tests.system.product import Product

SELLER = "5265877635"  # Of the Ministry's samples.
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;&b;">]>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">&c;</Faktura>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">&b;</Faktura>"""


@pytest.fixture
def owner(product: Product) -> Person:
    return product.sign_up()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.skipif(not MINISTRY, reason="the Ministry's samples lie beside the repository")
@pytest.mark.parametrize("path", MINISTRY, ids=lambda path: path.stem)
def test_a_sample_of_the_ministry_goes_in_and_comes_back_byte_for_byte(
    path: Path, product: Product
) -> None:
    owner = product.sign_up(a_firm(tax_no=SELLER))

    answer = owner.import_documents(path.read_bytes(), query=f"?name={path.name}").expect(201).json

    assert (answer["skipped"], answer["refused"]) == ([], [])
    document = answer["imported"][0]
    assert document["file"] == path.name
    original = owner.get(f"{owner.account}/documents/{document['id']}.xml").expect(200)
    assert original.content == path.read_bytes()
    shown = owner.get(f"{owner.account}/documents/{document['id']}").expect(200).json
    assert shown["positions"]
    assert all({"rate", "net", "vat", "gross"} <= row.keys() for row in shown["vat_summary"])


@pytest.mark.skipif(not MINISTRY, reason="the samples lie beside the repository")
def test_the_other_sample_goes_in_too(product: Product) -> None:
    owner = product.sign_up(a_firm(tax_no="7740001454"))
    content = (SAMPLES / "ksef" / "FA_3.xml").read_bytes()

    answer = owner.import_documents(content).expect(201).json

    assert answer["imported"][0]["number"] == "FV 1/04/2026"
    assert answer["imported"][0]["file"] is None
    assert owner.documents()[0]["income"] is False


def test_the_same_file_again_is_skipped(owner: Person) -> None:
    content = owner.an_invoice().to_xml()
    first = owner.import_documents(content).expect(201).json["imported"][0]

    again = owner.import_documents(content).expect(200).json

    assert again == {
        "imported": [],
        "skipped": [{"file": None, "id": first["id"]}],
        "refused": [],
    }
    assert len(owner.documents()) == 1


def test_the_broken_and_the_hostile_are_refused_by_name_and_the_others_go_in(
    owner: Person,
) -> None:
    good = owner.an_invoice("A/1")
    content = zipped(
        {
            "good.xml": good.to_xml(),
            "broken.xml": b"<Faktura",
            "schema.xml": good.to_xml().replace(b"<P_1>", b"<P_0>").replace(b"</P_1>", b"</P_0>"),
            "bomb.xml": BOMB,
            "outside.xml": OUTSIDE,
            "stranger.xml": owner.an_invoice("A/2")
            .to_xml()
            .replace(owner.firm.tax_no.encode(), a_nip().encode()),
            "taken.xml": good.to_xml().replace(b"ksi", b"Ksi"),
            "also good.xml": owner.an_invoice("A/3").to_xml(),
        }
    )

    answer = owner.import_documents(content, "application/zip").expect(201).json

    assert [row["file"] for row in answer["imported"]] == ["good.xml", "also good.xml"]
    refused = {row["file"]: row["code"] for row in answer["refused"]}
    assert refused == {
        "broken.xml": "invalid",
        "schema.xml": "invalid",
        "bomb.xml": "invalid",
        "outside.xml": "invalid",
        "stranger.xml": "not_a_party",
        "taken.xml": "number_taken",
    }
    assert all("root:" not in row["detail"] for row in answer["refused"])


def test_an_archive_that_cannot_be_read_or_unpacks_to_too_much_is_refused(owner: Person) -> None:
    bomb = zipped({"zeros.xml": b"\0" * 300_000_000})

    unreadable = owner.import_documents(b"PK no archive", "application/zip")
    unpacked = owner.import_documents(bomb, "application/zip")

    assert unreadable.expect(422).code == "invalid"
    if unpacked.status != 422:
        assert unpacked.expect(200).json["refused"][0]["file"] == "zeros.xml"
    assert owner.documents() == []


def test_the_number_that_ksef_gave_is_read_from_the_files_name(owner: Person) -> None:
    number = f"{owner.firm.tax_no}-20260407-0A1B2C3D4E5F-6A"

    answer = owner.import_documents(owner.an_invoice().to_xml(), query=f"?name={number}.xml")

    document = answer.expect(201).json["imported"][0]["id"]
    shown = owner.get(f"{owner.account}/documents/{document}").json
    assert shown["ksef_number"] == number


def test_a_form_takes_several_files(owner: Person) -> None:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="%b.xml"\r\n'
        b"Content-Type: application/xml\r\n\r\n%b\r\n" % (name, owner.an_invoice(number).to_xml())
        for name, number in ((b"one", "B/1"), (b"two", "B/2"))
    ]

    answer = owner.import_documents(
        b"".join(parts) + b"--x--\r\n", "multipart/form-data; boundary=x"
    )

    assert [row["file"] for row in answer.expect(201).json["imported"]] == ["one.xml", "two.xml"]


def test_a_document_is_printed_with_polish_letters(owner: Person) -> None:
    document = owner.import_documents(owner.an_invoice().to_xml()).json["imported"][0]["id"]

    answer = owner.get(f"{owner.account}/documents/{document}.pdf").expect(200)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_documents_are_listed_by_what_is_asked_for(owner: Person) -> None:
    for number, day in (("C/1", "2026-03-31"), ("C/2", "2026-04-01"), ("C/3", "2026-04-30")):
        owner.import_documents(owner.an_invoice(number, day=day).to_xml()).expect(201)
    url = f"{owner.account}/documents"

    april = owner.get(f"{url}?from=2026-04-01&to=2026-04-30&date_basis=issue").expect(200).json
    costs = owner.get(f"{url}?income=false").expect(200).json

    assert sorted(row["number"] for row in april["items"]) == ["C/2", "C/3"]
    assert costs["items"] == []


def test_before_the_bureau_is_active_it_sees_no_document(
    product: Product, bureau: Person, owner: Person
) -> None:
    document = owner.import_documents(owner.an_invoice().to_xml()).json["imported"][0]["id"]
    url = f"{owner.account}/documents"
    owner.link(bureau.prefix).expect(200)
    bureau.wait_for(owner.prefix, state="linked")

    assert bureau.get(url).status in (403, 404)
    assert bureau.get(f"{url}/{document}.xml").status in (403, 404)
    owner.add_bureau_as_accountant(bureau.prefix).expect(201)
    bureau.wait_for(owner.prefix, state="active")
    bureau.get(f"{url}/{document}.xml").expect(200)
    owner.leave().expect(204)
    bureau.get(f"{url}/{document}.xml").expect(404)
