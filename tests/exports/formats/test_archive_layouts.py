"""Where an archive's files lie, what they are called, and how it is split."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from services.exports.formats.archive_zip import FORMAT, MEGABYTE
from services.exports.formats.archive_zip.names import LONGEST
from services.exports.formats.archive_zip.split import SET
from services.exports.formats.run import AttachedFile
from services.exports.formats.schema import faults as schema_faults
from shared.contracts.document import Document
from tests.exports.formats.archives import faults, manifest_of, opened, original
from tests.exports.formats.documents import Told, a_run, document, party, vat_sum


def archive(*documents: Document, **changes: Any) -> bytes:
    return b"".join(FORMAT.write(a_run(*documents, **changes)))


def sale(number: str, **changes: Any) -> Document:
    return document(vat_sum("23", "100.00"), **{"id": f"id-{number}", "number": number} | changes)


def names_in(content: bytes) -> list[str]:
    return [each["name"] for each in manifest_of(content)["files"]]


def text_of(pdf: bytes) -> str:
    """The text on all pages, its words a space apart wherever lines break."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def attached(content: bytes | None = b"scan", **changes: Any) -> AttachedFile:
    facts: dict[str, Any] = {"name": "umowa.pdf", "sha256": original(b"scan").sha256}
    return AttachedFile(**facts | {"content": content and io.BytesIO(content)} | changes)


def test_each_document_is_there_as_pdf_with_polish_letters():
    one = sale("FV 1/10/2026", buyer=party(name="Żółta Łódź Sp. z o.o."))

    content = archive(one)

    assert faults(content) == []
    text = text_of(opened(content).read("pdf/FV 1_10_2026.pdf"))
    assert "Faktura FV 1/10/2026" in text
    assert "Żółta Łódź Sp. z o.o." in text
    assert "123,00 PLN" in text


def test_a_pdf_may_be_english_or_left_out():
    english = archive(sale("1"), options={"language": "en"})
    without = archive(sale("1"), options={"pdf": "no"})

    assert "Invoice 1" in text_of(opened(english).read("pdf/1.pdf"))
    assert names_in(without) == ["documents.jsonl", "register.csv"]


def test_the_same_documents_are_printed_to_the_same_bytes():
    assert archive(sale("1"), sale("2")) == archive(sale("1"), sale("2"))


def test_a_long_document_is_printed_on_several_pages_with_every_row():
    rows = document(*[vat_sum("23", "1.00")] * 120, id="long", number="1")
    for place, position in enumerate(rows["positions"]):
        position["name"] = f"Towar numer {place} " + "bardzo długi " * (place % 7)

    pdf = opened(archive(rows)).read("pdf/1.pdf")

    assert len(PdfReader(io.BytesIO(pdf)).pages) > 3
    text = text_of(pdf)
    assert [n for n in range(120) if f"Towar numer {n} " not in text] == []


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("flat", ["pdf/1.pdf", "originals/fv.xml", "pdf/2.pdf"]),
        ("by_month", ["2026-09/pdf/1.pdf", "2026-09/originals/fv.xml", "2026-10/pdf/2.pdf"]),
        ("by_kind", ["sale_vat/pdf/1.pdf", "sale_vat/originals/fv.xml", "cost_advance/pdf/2.pdf"]),
        ("one_pdf", ["originals/fv.xml", "documents_001.pdf"]),
    ],
)
def test_files_lie_in_the_folders_of_the_layout(layout, expected):
    documents = [
        sale("1", issue_date="2026-09-30"),
        sale("2", issue_date="2026-10-01", income=False, kind="advance"),
    ]
    originals = {"id-1": original()}.get

    content = archive(*documents, originals=originals, options={"layout": layout})

    assert names_in(content) == [*expected, "documents.jsonl", "register.csv"]
    assert faults(content) == []


def test_months_are_those_of_the_date_that_was_asked_for():
    one = sale("1", issue_date="2026-10-01", sale_date="2026-09-30")

    content = archive(one, date_basis="sale", options={"layout": "by_month"})

    assert names_in(content)[0] == "2026-09/pdf/1.pdf"


def test_one_pdf_has_every_document_on_pages_of_its_own_and_an_outline(monkeypatch):
    monkeypatch.setattr("services.exports.formats.archive_zip.binder.MOST", 2)

    content = archive(*map(sale, ("A", "B", "C")), options={"layout": "one_pdf"})

    first, second = (
        PdfReader(io.BytesIO(opened(content).read(f"documents_00{n}.pdf"))) for n in (1, 2)
    )
    assert [each.title for each in first.outline] == ["A", "B"]
    assert [each.title for each in second.outline] == ["C"]
    assert (len(first.pages), len(second.pages)) == (2, 1)


def test_names_come_from_the_template_and_keep_their_extensions():
    options = {"names": "{issue_date}_{buyer}_{number}_{gross}{currency}"}
    one = sale("FV 1/10", issue_date="2026-10-05", buyer=party(name="ACME/Łódź"))

    content = archive(one, originals={one["id"]: original()}.get, options=options)

    stem = "2026-10-05_ACME_Łódź_FV 1_10_123.00PLN"
    assert names_in(content)[:2] == [f"pdf/{stem}.pdf", f"originals/{stem}.xml"]


@pytest.mark.parametrize("template", ["{nothing}", "{", "a}b", "{number", "", "{number.__class__}"])
def test_a_template_with_unknown_fields_is_refused(template):
    assert list(schema_faults(FORMAT.options, {"names": template}))


@pytest.mark.parametrize("size", ["0", "-5", "1.5", "many", ""])
def test_a_size_that_is_none_is_refused(size):
    assert list(schema_faults(FORMAT.options, {"split_mb": size}))


def test_names_are_safe_on_every_system_and_no_two_are_one_on_any():
    hostile = ["CON", "con", "a/b", "A\\B", "ż", "z\u0307", "x" * 300, "x" * 299, "end. ", "?:*"]
    documents = [sale(number, id=f"id-{n}") for n, number in enumerate(hostile)]

    content = archive(*documents)

    names = [name.removeprefix("pdf/") for name in names_in(content)[: len(hostile)]]
    assert len({name.casefold() for name in names}) == len(hostile)
    for name in names:
        assert len(name.encode()) <= LONGEST
        assert not re.search(r'[<>:"/\\|?*]|[. ]$', name)
        assert not re.match(r"(?i)(con|nul|prn|aux)(\.|$)", name)
    assert faults(content) == []


def test_attachments_are_kept_byte_for_byte_and_verified():
    content = archive(sale("1"), attachments=lambda _: iter([attached()]))

    assert opened(content).read("attachments/1_umowa.pdf") == b"scan"
    assert manifest_of(content)["counts"]["attachments"] == 1
    assert faults(content) == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (attached(b"another"), "attachment_damaged"),
        (attached(None, why="away"), "attachment_missing"),
    ],
)
def test_an_attachment_that_is_not_what_came_in_is_left_out_and_told(file, code):
    told = Told()

    content = archive(sale("1"), attachments=lambda _: iter([file]), told=told)

    assert [problem.code for problem in told] == [code]
    assert manifest_of(content)["counts"]["attachments"] == 0
    assert [each["name"] for each in manifest_of(content)["left_out"]] == ["umowa.pdf"]
    assert faults(content) == []


def big(number: int) -> Any:
    """An original that can't be packed smaller than 400 kB."""
    import random

    return original(random.Random(number).randbytes(400_000), f"{number}.bin")


def a_set(count: int = 5) -> tuple[list[Document], bytes]:
    documents = [sale(f"{n}") for n in range(count)]
    files = {each["id"]: big(n) for n, each in enumerate(documents)}
    options = {"split_mb": "1", "pdf": "no"}
    return documents, archive(*documents, originals=files.get, options=options)


def test_a_split_archive_is_archives_below_the_size_each_whole_by_itself():
    documents, content = a_set()

    outer = opened(content)
    inner = [name for name in outer.namelist() if name.endswith(".zip")]
    read = []
    for name in inner:
        one = outer.read(name)
        assert len(one) <= MEGABYTE
        assert faults(one) == []
        read += [json.loads(line) for line in opened(one).read("documents.jsonl").splitlines()]
    assert len(inner) > 1
    assert read == documents
    assert faults(content) == []


def test_the_index_of_a_set_says_which_document_is_where():
    documents, content = a_set()

    outer = opened(content)
    lines = outer.read("index.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines, newline=""), delimiter=";"))
    assert [row["Numer"] for row in rows] == [each["number"] for each in documents]
    for row in rows:
        inside = opened(outer.read(row["Archiwum"])).read("documents.jsonl").decode()
        assert f'"{row["Id"]}"' in inside


def test_a_document_that_is_larger_than_the_size_has_an_archive_to_itself():
    large = original(b"".join(big(n).content for n in range(4)), "large.bin")
    documents = [sale(f"{n}") for n in range(3)]
    options = {"split_mb": "1", "pdf": "no"}

    content = archive(*documents, originals={"id-1": large}.get, options=options)

    with_large = [
        name
        for name in opened(content).namelist()
        if name.endswith(".zip") and len(opened(content).read(name)) > MEGABYTE
    ]
    assert len(with_large) == 1
    assert manifest_of(opened(content).read(with_large[0]))["counts"]["documents"] == 1
    assert faults(content) == []


def rewritten(content: bytes, change: Any) -> bytes:
    with opened(content) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
    return target.getvalue()


def test_what_was_done_to_a_set_is_found():
    _, content = a_set()
    first, second = [name for name in opened(content).namelist() if name.endswith(".zip")][:2]

    def lose(files: dict[str, bytes]) -> None:
        del files[first]
        files["extra.txt"] = b"x"
        files[second] = rewritten(files[second], lambda inner: inner.pop("register.csv"))

    assert faults(rewritten(content, lose)) == [
        "extra.txt is not in the manifest.",
        f"{first} is missing.",
        f"{second} is not the file that was put in.",
        f"{second}: register.csv is missing.",
    ]
    assert faults(rewritten(content, lambda files: files.update({SET: b"{}"}))) == [
        "It holds no manifest that can be read."
    ]
