"""KSeF: every original goes out byte for byte, and nothing that is no original does."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.ksef_xml import FORMAT
from services.exports.formats.run import OriginalFile
from shared.contracts.document import Document
from tests.exports.formats.archives import ksef_original, original
from tests.exports.formats.documents import Told, a_run, document

SAMPLES = Path(__file__).parents[4] / "shared/formats/samples"
KSEF_NUMBER = "5260001246-20261005-0123456789AB-CD"


def files(
    *documents: Document, originals: dict[str, OriginalFile], told: Told | None = None
) -> dict[str, bytes]:
    """The files of the ZIP by name, in its order."""
    run = a_run(*documents, told=told, originals=originals.get)
    content = b"".join(FORMAT.write(run))
    if not content:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.binary(max_size=200)), min_size=1, max_size=8))
def test_any_originals_come_out_as_they_went_in(given_files: list[tuple[str, bytes]]) -> None:
    documents = [document(id=f"{place}", number=f"FV {place}") for place in range(len(given_files))]
    head = ksef_original().content
    originals = {
        f"{place}": original(head + tail, name) for place, (name, tail) in enumerate(given_files)
    }
    told = Told()

    found = files(*documents, originals=originals, told=told)

    assert list(found.values()) == [each.content for each in originals.values()]
    assert told == []


def test_a_file_is_named_by_its_number_in_ksef() -> None:
    known = document(id="1", ksef_number=KSEF_NUMBER)
    unknown = document(id="2")
    originals = {"1": ksef_original(), "2": ksef_original(name="fv.xml")}

    assert list(files(known, unknown, originals=originals)) == [
        f"000001_{KSEF_NUMBER}.xml",
        "000002_fv.xml",
    ]


def test_two_files_of_one_name_are_told_apart_by_their_places() -> None:
    originals = {"1": ksef_original("A"), "2": ksef_original("B")}

    found = files(document(id="1"), document(id="2"), originals=originals)

    assert list(found) == ["000001_fv.xml", "000002_fv.xml"]


@pytest.mark.parametrize("folder", ["ksef", "ksef_ministry"])
def test_the_samples_of_the_ministry_are_taken_for_what_they_are(folder: str) -> None:
    paths = sorted((SAMPLES / folder).glob("*.xml"))
    if not paths:
        pytest.skip(f"there are no samples in {SAMPLES / folder}")
    originals = {path.name: original(path.read_bytes(), path.name) for path in paths}

    found = files(*(document(id=path.name) for path in paths), originals=originals)

    assert list(found.values()) == [path.read_bytes() for path in paths]


def test_a_document_without_an_original_is_told() -> None:
    told = Told()

    found = files(
        document(id="1", number="A"),
        document(id="2", number="B"),
        originals={"2": ksef_original()},
        told=told,
    )

    assert len(found) == 1
    assert told.numbers("unsupported_document") == ["A"]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<Invoice xmlns='urn:oasis:names'/>", b""])
def test_an_original_that_is_no_invoice_of_ksef_is_told(content: bytes) -> None:
    told = Told()

    found = files(document(id="1"), originals={"1": original(content, "scan.pdf")}, told=told)

    assert found == {}
    assert told.codes == {"unsupported_document", "no_documents"}


def test_an_original_whose_bytes_changed_is_told() -> None:
    told = Told()
    damaged = replace(ksef_original(), content=ksef_original().content + b" ")

    found = files(document(id="1"), originals={"1": damaged}, told=told)

    assert found == {}
    assert told.codes == {"original_damaged", "no_documents"}


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(document(id="1"), originals={"1": ksef_original()}.get)

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
