"""The archive: originals byte for byte, a manifest that proves them, the same bytes each time."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.archive_zip import FORMAT
from services.exports.formats.archive_zip.verify import verify
from services.exports.formats.run import OriginalFile
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run, any_documents, document, vat_sum

Originals = Callable[[str], OriginalFile | None]


def original(content: bytes = b"<Faktura/>", name: str = "fv.xml") -> OriginalFile:
    digest = hashlib.sha256(content).hexdigest()
    return OriginalFile(name, "application/xml", digest, content)


def archive(
    *documents: Document, originals: dict[str, OriginalFile] | None = None, told: Told | None = None
) -> bytes:
    known = originals or {}
    return b"".join(FORMAT.write(a_run(*documents, told=told, originals=known.get)))


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def manifest_of(content: bytes) -> dict[str, Any]:
    return dict(json.loads(opened(content).read("manifest.json")))


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with its files changed."""
    with opened(content) as source:
        files = {name: source.read(name) for name in source.namelist()}
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for name, data in files.items():
            changed.writestr(name, data)
    return target.getvalue()


def faults(content: bytes) -> list[str]:
    return [fault.text % fault.facts for fault in verify(io.BytesIO(content))]


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

    assert manifest["counts"] == {"documents": len(documents), "originals": 0}
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
    assert manifest_of(content)["counts"] == {"documents": 1, "originals": 0}


def test_no_document_gives_an_archive_that_verifies() -> None:
    content = archive()

    assert faults(content) == []
    assert manifest_of(content)["counts"] == {"documents": 0, "originals": 0}


def _change(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = data

    return change


def _drop(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        del files[name]

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            _change("originals/fv.xml", b"<Faktur4/>"),
            ["originals/fv.xml is not the file that was put in."],
        ),
        (_drop("originals/fv.xml"), ["originals/fv.xml is missing."]),
        (_change("extra.txt", b""), ["extra.txt is not in the manifest."]),
        (_drop("manifest.json"), ["It holds no manifest that can be read."]),
        (_change("manifest.json", b"[]"), ["It holds no manifest that can be read."]),
        (_change("manifest.json", b"{}"), ["It holds no manifest that can be read."]),
        (
            _drop("documents.jsonl"),
            ["documents.jsonl is missing.", "Its documents can't be added up."],
        ),
        (
            _change("documents.jsonl", b""),
            [
                "documents.jsonl is not the file that was put in.",
                "Its documents do not add up to the sums in the manifest.",
            ],
        ),
    ],
)
def test_every_change_is_found(change: Callable[[dict[str, bytes]], None], told: list[str]) -> None:
    content = archive(document(id="a"), originals={"a": original()})

    assert faults(rewritten(content, change)) == told


def test_a_manifest_that_fits_other_documents_is_found() -> None:
    content = archive(document(id="a"), originals={"a": original()})

    def lie(files: dict[str, bytes]) -> None:
        files["manifest.json"] = files["manifest.json"].replace(b'"net":"100.00"', b'"net":"1.00"')

    assert faults(rewritten(content, lie)) == [
        "Its documents do not add up to the sums in the manifest."
    ]


def test_damaged_bytes_are_found() -> None:
    content = bytearray(archive(document(id="a"), originals={"a": original(b"x" * 1000)}))
    content[60] ^= 0xFF

    assert faults(bytes(content)) != []


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(b"not a zip")

    (fault,) = verify(path)

    assert fault.text.startswith("It is not a ZIP")


def test_a_name_that_stands_twice_is_found() -> None:
    content = archive(document(id="a"), originals={"a": original()})
    target = io.BytesIO(content)
    with (
        zipfile.ZipFile(target, "a") as doubled,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        doubled.writestr("register.csv", opened(content).read("register.csv"))

    assert "register.csv is in it more than once." in faults(target.getvalue())
