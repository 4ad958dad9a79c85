"""Verifying an archive: whatever was changed in it is found and named."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from services.exports.formats.archive_zip.verify import verify
from tests.exports.formats.archives import archive, faults, opened, original
from tests.exports.formats.documents import document


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
