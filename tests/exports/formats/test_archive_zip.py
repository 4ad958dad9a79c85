"""The archive: originals byte for byte, a manifest that proves them, the same bytes each time."""

import csv
import io
import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.run import OriginalFile
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.archives import archive, faults, manifest_of, opened, original
from tests.exports.formats.documents import Told, document, vat_sum


@settings(max_examples=50, deadline=None)
@given(any_documents(), st.lists(st.binary(max_size=200), min_size=6, max_size=6))
def test_any_archive_holds_its_documents_and_originals_and_verifies(
    documents: list[Document], contents: list[bytes]
) -> None:
    files = {
        each["id"]: original(content, each["buyer"]["name"])
        for each, content in zip(documents, contents, strict=False)
    }

    content = archive(*documents, originals=files)

    assert faults(content) == []
    with opened(content) as found:
        assert found.testzip() is None
        read = [json.loads(line) for line in found.read("documents.jsonl").splitlines()]
        assert read == documents
        names = {each["document"]: each["name"] for each in manifest_of(content)["files"][:-2]}
        assert {key: found.read(name) for key, name in names.items()} == {
            key: file.content for key, file in files.items()
        }


@settings(max_examples=50, deadline=None)
@given(any_documents())
def test_the_sums_of_the_manifest_are_those_of_the_documents(documents: list[Document]) -> None:
    manifest = manifest_of(archive(*documents))

    assert manifest["counts"].items() >= {"documents": len(documents), "originals": 0}.items()
    for name in ("net", "vat", "gross"):
        for currency in ("PLN", "EUR"):
            own = [Decimal(each[name]) for each in documents if each["currency"] == currency]  # type: ignore[literal-required]
            sums = [row for row in manifest["sums"] if row["currency"] == currency]
            assert sum(Decimal(row[name]) for row in sums) == sum(own)


def test_sums_are_told_apart_by_direction_currency_and_rate() -> None:
    content = archive(
        document(vat_sum("23", "100.00"), vat_sum("8", "50.00")),
        document(vat_sum("23", "1.00")),
        document(vat_sum("23", "7.00"), income=False),
        document(vat_sum("23", "9.00"), currency="EUR"),
        document(vat_sum("23", "5.00"), kind="proforma"),
    )

    rows = [
        (row["direction"], row["vat_register"], row["currency"], row["rate"], row["net"])
        for row in manifest_of(content)["sums"]
    ]
    assert rows == [
        ("cost", True, "PLN", "23", "7.00"),
        ("sale", False, "PLN", "23", "5.00"),
        ("sale", True, "EUR", "23", "9.00"),
        ("sale", True, "PLN", "23", "101.00"),
        ("sale", True, "PLN", "8", "50.00"),
    ]


def test_the_manifest_says_whose_archive_of_which_time_it_is() -> None:
    manifest = manifest_of(archive(document()))

    assert manifest["archive"] == "biurko-archive/1"
    assert manifest["account"]["tax_no"] == "5260001246"
    assert manifest["period"] == {"from": "2026-10-01", "to": "2026-10-31"}
    assert manifest["created_at"] == "2026-11-02T10:00:00+00:00"


def test_the_register_names_each_original_and_holds_every_kind() -> None:
    sale = document(id="a", number="FV 1")
    slip = document(id="b", number="WZ 1", kind="wz", vat_summary=[])

    content = archive(sale, slip, originals={"a": original(name="pierwsza.xml")})

    text = opened(content).read("register.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [(row["NumerDokumentu"], row["Plik"]) for row in rows] == [
        ("FV 1", "originals/pierwsza.xml"),
        ("WZ 1", ""),
    ]
    assert rows[0]["SHA256"] == original().sha256
    assert rows[1]["Brutto"] == "123,00"


def test_the_same_run_gives_the_same_bytes() -> None:
    files = {"a": original()}

    first, second = (archive(document(id="a"), originals=files) for _ in range(2))

    assert first == second
    assert {info.date_time for info in opened(first).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_originals_of_one_name_are_numbered() -> None:
    documents = [document(id=key, number=key) for key in "abc"]
    files = {"a": original(b"1"), "b": original(b"2", "FV.XML"), "c": original(b"3")}

    content = archive(*documents, originals=files)

    assert opened(content).namelist()[:3] == [
        "originals/fv.xml",
        "originals/FV-2.XML",
        "originals/fv-3.xml",
    ]


def test_no_name_leads_out_of_the_folder() -> None:
    content = archive(document(id="a"), originals={"a": original(name="../../etc/passwd")})

    assert opened(content).namelist()[0] == "originals/_.._etc_passwd"


def test_an_original_that_is_not_what_came_in_is_left_out_and_told() -> None:
    told = Told()
    damaged = OriginalFile("fv.xml", "application/xml", "0" * 64, b"<Faktura/>")

    content = archive(document(id="a"), originals={"a": damaged}, told=told)

    assert opened(content).namelist() == ["documents.jsonl", "register.csv", "manifest.json"]
    assert told.codes == {"original_damaged"}
    assert manifest_of(content)["counts"]["originals"] == 0


def test_no_document_gives_an_archive_that_verifies() -> None:
    content = archive()

    assert faults(content) == []
    assert manifest_of(content)["counts"] == {
        "documents": 0,
        "pdfs": 0,
        "originals": 0,
        "attachments": 0,
    }
