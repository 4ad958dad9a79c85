"""Exports: every format, its file, its progress, and who may have it."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from services.exports.formats.archive_zip.verify import verify
from tests.journeys.steps import a_handed_over_client, a_linked_client, an_active_client
from tests.system.invoices import MINISTRY, SAMPLES
from tests.system.person import Person
from tests.system.product import Product
from tests.system.waiting import eventually

APRIL = {"first": "2026-04-01", "last": "2026-04-30"}
FORMATS = ("jpk_fa_4", "vat_register_csv", "archive_zip")
JPK = "{http://jpk.mf.gov.pl/wzor/2022/02/17/02171/}"


@pytest.fixture
def owner(product: Product) -> Person:
    """The owner of an account with three documents that exports knows."""
    owner = product.sign_up()
    for number in ("D/1", "D/2", "D/3"):
        owner.import_documents(owner.an_invoice(number).to_xml()).expect(201)
    return owner


def exported(person: Person, prefix: str, file_format: str, **more: Any) -> dict[str, Any]:
    """A finished export of all three documents, once exports has them."""

    def look() -> dict[str, Any] | None:
        started = person.export([prefix], file_format, **APRIL, **more).expect(202).json
        assert started["state"] == "queued"
        done = person.finished(started["id"])
        return done if done["progress"]["done"] == 3 else None

    return eventually(look, every=0.3, what=f"{file_format} with three documents")


def file_of(person: Person, export: dict[str, Any], **headers: str) -> Any:
    url = f"{person.product.exports}/v1/exports/{export['id']}/file"
    return person.get(url, headers=headers)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_is_what_its_export_says(file_format: str, owner: Person) -> None:
    done = exported(owner, owner.prefix, file_format)

    assert (done["state"], done["problems"], done["error"]) == ("completed", [], None)
    answer = file_of(owner, done).expect(200)
    assert len(answer.content) == done["file"]["size"]
    assert hashlib.sha256(answer.content).hexdigest() == done["file"]["sha256"]
    assert done["file"]["name"] in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith(done["file"]["media_type"])
    part = file_of(owner, done, Range="bytes=10-19").expect(206)
    assert part.content == answer.content[10:20]
    assert part.headers["content-range"] == f"bytes 10-19/{len(answer.content)}"
    file_of(owner, done, **{"If-None-Match": answer.headers["etag"]}).expect(304)


def test_the_jpk_is_valid_and_its_sums_are_right(owner: Person) -> None:
    content = file_of(owner, exported(owner, owner.prefix, "jpk_fa_4")).expect(200).content

    root = etree.fromstring(content)
    if MINISTRY:
        path = next((SAMPLES.parent / "xsd" / "JPK_FA_4").glob("*JPK_FA*.xsd"))
        etree.XMLSchema(etree.parse(path)).assertValid(root)
    assert root.findtext(f".//{JPK}LiczbaFaktur") == "3"
    assert root.findtext(f".//{JPK}WartoscFaktur") == "369.00"
    assert root.findtext(f".//{JPK}LiczbaWierszyFaktur") == "3"


def test_the_archive_proves_what_is_in_it_and_is_the_same_each_time(owner: Person) -> None:
    first = file_of(owner, exported(owner, owner.prefix, "archive_zip")).expect(200).content
    second = file_of(owner, exported(owner, owner.prefix, "archive_zip")).expect(200).content

    assert first == second
    archive = zipfile.ZipFile(io.BytesIO(first))
    manifest = json.loads(archive.read("manifest.json"))
    hashes = {row["name"]: row["sha256"] for row in manifest["files"]}
    assert hashes
    for name, digest in hashes.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    originals = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    assert sorted(originals) == sorted(
        owner.an_invoice(number).to_xml() for number in ("D/1", "D/2", "D/3")
    )


def test_what_is_attached_in_accounts_is_in_the_archive(product: Product, bureau: Person) -> None:
    client = an_active_client(product, bureau)
    client.import_documents(client.an_invoice("Z/1").to_xml()).expect(201)
    (document,) = client.documents()
    scan = b"%PDF-1.4\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
    place = f"{client.account}/documents/{document['id']}/attachments?name=skan.pdf"
    client.post(place, content=scan, headers={"Content-Type": "application/pdf"}).expect(201)

    def look() -> bytes | None:
        started = bureau.export([client.prefix], "archive_zip", **APRIL).expect(202).json
        done = bureau.finished(started["id"])
        assert (done["state"], done["problems"]) == ("completed", [])
        content: bytes = file_of(bureau, done).expect(200).content
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        return content if "attachments/Z_1_skan.pdf" in names else None

    content = eventually(look, every=0.3, what="an archive with the attachment")

    assert zipfile.ZipFile(io.BytesIO(content)).read("attachments/Z_1_skan.pdf") == scan
    assert verify(io.BytesIO(content)) == []


def test_the_register_has_a_row_for_each_document(owner: Person) -> None:
    content = file_of(owner, exported(owner, owner.prefix, "vat_register_csv")).expect(200).content

    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), csv.Sniffer().sniff(text[:2000], ";,\t")))
    assert {"D/1", "D/2", "D/3"} <= {cell for row in rows for cell in row}


def test_what_a_program_needs_is_asked_for_and_then_used(owner: Person) -> None:
    exported(owner, owner.prefix, "vat_register_csv")
    lacking = owner.export([owner.prefix], "symfonia_fk", **APRIL).expect(202).json

    failed = owner.finished(lacking["id"])

    assert (failed["state"], failed["file"]) == ("failed", None)
    assert {problem["code"] for problem in failed["problems"]} == {"missing_setting"}


def test_progress_is_told_as_it_happens_and_ends_with_the_end(owner: Person) -> None:
    started = owner.export([owner.prefix], "jpk_fa_4", **APRIL).expect(202).json
    url = f"{owner.product.exports}/v1/exports/{started['id']}/progress"
    token = {"Authorization": f"Bearer {owner.session['access_token']}"}

    with owner.product.http.open(url, token) as stream:
        assert stream.getheader("content-type", "").startswith("text/event-stream")
        events = list(sse(stream))

    names = [name for name, _ in events]
    assert names == ["progress"] * (len(names) - 1) + ["completed"]
    assert events[-1][1] == owner.finished(started["id"])


def test_several_accounts_are_one_archive_with_a_summary(product: Product, bureau: Person) -> None:
    clients = [an_active_client(product, bureau) for _ in range(2)]
    for client in clients:
        client.import_documents(client.an_invoice("E/1").to_xml()).expect(201)
    prefixes = [client.prefix for client in clients]

    def look() -> dict[str, Any] | None:
        answer = bureau.export([*prefixes, "no-such-firm"], "jpk_fa_4", **APRIL).expect(202)
        done = bureau.finished(answer.json["id"])
        return done if done["progress"]["done"] == 2 else None

    done = eventually(look, every=0.3)

    archive = zipfile.ZipFile(io.BytesIO(file_of(bureau, done).expect(200).content))
    assert "summary.csv" in archive.namelist()
    assert {name.split("/")[0] for name in archive.namelist()} == {*prefixes, "summary.csv"}
    assert [(row["account"], row["code"]) for row in done["problems"]] == [
        ("no-such-firm", "not_found")
    ]


def test_a_bureau_exports_a_client_only_while_it_is_active_or_handed_over(
    product: Product, bureau: Person
) -> None:
    client = a_linked_client(product, bureau)
    assert ask(bureau, client) == 403
    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    eventually(lambda: ask(bureau, client) == 202, within=2)

    client.remove_user(client.id_of_bureau()).expect(204)
    eventually(lambda: ask(bureau, client) == 403, within=2)

    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    eventually(lambda: ask(bureau, client) == 202, within=2)
    client.leave().expect(204)
    eventually(lambda: ask(bureau, client) == 404, within=2)
    assert ask(client, client) == 202


def test_after_the_bureau_ended_it_the_export_is_closed_and_so_is_its_file(
    product: Product, bureau: Person
) -> None:
    client = a_handed_over_client(product, bureau)
    client.import_documents(client.an_invoice().to_xml()).expect(201)
    eventually(lambda: ask(bureau, client) == 202, within=2)
    export = bureau.export([client.prefix], "archive_zip", **APRIL).expect(202).json
    done = bureau.finished(export["id"])

    bureau.detach(client.prefix).expect(200)

    eventually(lambda: ask(bureau, client) == 404, within=2)
    assert file_of(bureau, done).status in (403, 404)


def ask(person: Person, client: Person) -> int:
    return person.export([client.prefix], "vat_register_csv", **APRIL).status


def sse(stream: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a stream: their names and data; comments are left out."""
    for block in stream.read().decode().split("\n\n"):
        lines = [
            line.partition(":")[::2] for line in block.splitlines() if line[:1] not in ("", ":")
        ]
        fields = {name: value.removeprefix(" ") for name, value in lines}
        if "data" in fields:
            yield fields["event"], json.loads(fields["data"])
