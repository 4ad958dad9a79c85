"""Uploads: what comes out of an XML, a ZIP and a form, and what never does."""

import struct
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.documents.upload import (
    File,
    Limits,
    Part,
    files_of_form,
    files_of_xml,
    files_of_zip,
)
from shared.errors import Failure, Invalid

KIB = 1024
MIB = 1024 * KIB


def a_zip(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def part(content: bytes, name: str | None = None) -> Part:
    return Part(name, BytesIO(content))


def contents(files: Iterable[File]) -> dict[str | None, bytes]:
    return {file.name: file.content for file in files if file.refusal is None}


def refusals(files: Iterable[File]) -> dict[str | None, str]:
    return {file.name: file.refusal.code for file in files if file.refusal}


def test_a_bare_file_is_the_only_one():
    assert list(files_of_xml(part(b"<a/>", "a.xml"))) == [File("a.xml", b"<a/>")]


def test_a_file_larger_than_ksef_takes_is_refused_by_name():
    fits, too_large = part(b"x" * 3 * MIB, "a.xml"), part(b"x" * (3 * MIB + 1), "b.xml")

    assert len(contents(files_of_xml(fits))["a.xml"] or b"") == 3 * MIB
    assert refusals(files_of_xml(too_large)) == {"b.xml": "payload_too_large"}


def test_a_zip_gives_its_files_in_their_order():
    upload = a_zip({"b.xml": b"<b/>", "2026/a.xml": b"<a/>"})

    files = list(files_of_zip(part(upload)))

    assert [(file.name, file.content) for file in files] == [
        ("b.xml", b"<b/>"),
        ("2026/a.xml", b"<a/>"),
    ]
    assert files[1].base_name == "a.xml"


def test_folders_and_what_a_mac_adds_are_no_files():
    upload = a_zip({"2026/": b"", "2026/a.xml": b"<a/>", "__MACOSX/2026/._a.xml": b"\0"})

    assert [file.name for file in files_of_zip(part(upload))] == ["2026/a.xml"]


def test_a_zip_without_files_gives_none():
    assert list(files_of_zip(part(a_zip({})))) == []


def test_a_file_without_a_name_is_a_file():
    upload = a_zip({"Q": b"<a/>"}).replace(b"Q", b"\0")

    assert list(files_of_zip(part(upload))) == [File("", b"<a/>")]


@pytest.mark.parametrize(
    ("name", "base_name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.xml", "a.xml"),
        ("/a.xml", "a.xml"),
        ("a\r\nb.xml", "ab.xml"),
        ("x" * 300, "x" * 200),
        ("folder/", None),
        (None, None),
    ],
)
def test_a_name_is_kept_without_its_path(name, base_name):
    assert File(name, b"").base_name == base_name


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused_whole(content):
    with pytest.raises(Invalid, match="ZIP can't be read"):
        list(files_of_zip(part(content)))


def test_a_cut_zip_is_refused_whole():
    with pytest.raises(Invalid, match="ZIP can't be read"):
        list(files_of_zip(part(a_zip({"a.xml": b"<a/>" * 1000})[:-30])))


def test_a_zip_inside_a_zip_is_not_opened_and_stops_no_other():
    upload = a_zip({"inner.zip": a_zip({"a.xml": b"<a/>"}), "b.xml": b"<b/>"})

    files = list(files_of_zip(part(upload)))

    assert refusals(files) == {"inner.zip": "unsupported_media_type"}
    assert contents(files) == {"b.xml": b"<b/>"}


def test_an_encrypted_file_is_refused_and_stops_no_other():
    upload = bytearray(a_zip({"a.xml": b"<a/>", "b.xml": b"<b/>"}))
    upload[upload.index(b"PK\x01\x02") + 8] |= 1
    upload[6] |= 1

    files = list(files_of_zip(part(bytes(upload))))

    assert refusals(files) == {"a.xml": "unsupported_media_type"}
    assert contents(files) == {"b.xml": b"<b/>"}


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_packings_that_may_take_any_memory_are_refused(method):
    files = files_of_zip(part(a_zip({"a.xml": b"<a/>"}, method)))

    assert refusals(files) == {"a.xml": "unsupported_media_type"}


def test_a_damaged_file_is_refused_and_stops_no_other():
    upload = a_zip({"a.xml": b"<first/>", "b.xml": b"<b/>"}, ZIP_STORED)

    files = list(files_of_zip(part(upload.replace(b"<first/>", b"<FIRST/>"))))

    assert refusals(files) == {"a.xml": "invalid"}
    assert contents(files) == {"b.xml": b"<b/>"}


def test_a_bomb_goes_off_at_the_limit_of_one_file():
    files = list(files_of_zip(part(a_zip({"bomb.xml": b"\0" * 30 * MIB, "b.xml": b"<b/>"}))))

    assert refusals(files) == {"bomb.xml": "payload_too_large"}
    assert contents(files) == {"b.xml": b"<b/>"}


def test_what_hardly_packs_is_held_to_the_size_of_one_file_too():
    files = files_of_zip(part(a_zip({"a.xml": b"x" * (3 * MIB + 1)}, ZIP_STORED)))

    assert refusals(files) == {"a.xml": "payload_too_large"}


def test_a_small_bomb_is_known_by_how_much_it_grows():
    files = files_of_zip(part(a_zip({"bomb.xml": b"\0" * 2 * MIB})))

    assert refusals(files) == {"bomb.xml": "payload_too_large"}


def test_many_files_unpack_to_no_more_than_the_limit_of_all():
    limits = Limits(total=100 * KIB)
    upload = a_zip({f"{no}.xml": bytes([no]) * 30 * KIB for no in range(6)})

    files = list(files_of_zip(part(upload), limits))

    assert list(contents(files)) == ["0.xml", "1.xml", "2.xml"]
    assert set(refusals(files).values()) == {"payload_too_large"}


def test_records_that_share_one_packed_file_count_each_time():
    limits = Limits(total=100 * KIB)
    upload = overlapping(b"x" * 30 * KIB, copies=1000)

    files = list(files_of_zip(part(upload), limits))

    assert len(files) == 1000
    assert len(contents(files)) <= 3


def test_a_header_that_lies_about_the_size_changes_nothing():
    content = b"<a>" + b"x" * 5000 + b"</a>"
    upload = a_zip({"a.xml": content})
    lying = upload.replace(struct.pack("<L", len(content)), struct.pack("<L", 10))

    assert refusals(files_of_zip(part(lying))) == {"a.xml": "invalid"}


def test_more_files_than_the_limit_are_refused_whole():
    upload = a_zip({f"{no}.xml": b"" for no in range(4)})

    with pytest.raises(Invalid, match="more than 3 files"):
        list(files_of_zip(part(upload), Limits(files=3)))


def test_a_directory_that_would_fill_the_memory_is_refused_before_it_is_read():
    upload = a_zip({"a.xml": b"<a/>"}) + b"PK\x01\x02" * 50_000

    with pytest.raises(Invalid, match="more than 10000 files"):
        list(files_of_zip(part(upload)))


def test_a_record_between_two_reads_is_counted():
    upload = b"x" * (64 * KIB - 2) + b"PK\x01\x02" + a_zip({"a.xml": b"<a/>"})

    assert len(list(files_of_zip(part(upload), Limits(records=2)))) == 1
    with pytest.raises(Invalid, match="more than"):
        list(files_of_zip(part(upload), Limits(records=1)))


def test_a_form_may_mix_files_and_zips_and_a_bad_one_stops_no_other():
    form = [
        part(b"<a/>", "a.xml"),
        part(a_zip({"b.xml": b"<b/>"}), "b.zip"),
        part(b"PK\x03\x04broken", "c.zip"),
        part(b"<d/>", "d.xml"),
    ]

    files = list(files_of_form(form))

    assert contents(files) == {"a.xml": b"<a/>", "b.xml": b"<b/>", "d.xml": b"<d/>"}
    assert refusals(files) == {"c.zip": "invalid"}


def test_the_limits_are_for_all_zips_of_a_form_together():
    form = [part(a_zip({f"{no}.xml": b"<a/>"}), f"{no}.zip") for no in range(3)]

    files = list(files_of_form(form, Limits(files=2)))

    assert list(contents(files)) == ["0.xml", "1.xml"]
    assert refusals(files) == {"2.zip": "invalid"}


def test_files_are_unpacked_only_when_their_turn_comes():
    upload = a_zip({f"{no}.xml": b"<a/>" for no in range(3)})
    stream = BytesIO(upload)

    files = files_of_zip(Part(None, stream))
    next(files)
    before = stream.tell()
    next(files)

    assert stream.tell() != before


SOUND = a_zip({"a.xml": b"<a/>" * 50, "b.xml": b"<b/>"})


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6))
def test_a_forged_zip_is_unpacked_or_refused_and_nothing_else(changes):
    forged = bytearray(SOUND)
    for at, value in changes:
        forged[at] = value

    with suppress(Invalid):
        files = list(files_of_zip(part(bytes(forged))))
        assert all(isinstance(file.refusal, Failure | None) for file in files)


def overlapping(content: bytes, *, copies: int) -> bytes:
    """A ZIP whose directory names one packed file many times."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("a.xml"), content, ZIP_DEFLATED)
        archive.filelist = archive.filelist * copies
    return target.getvalue()
