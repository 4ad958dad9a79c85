"""Files beside a document: checked by content, kept outside the database, never lost."""

import hashlib
import os
import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from services.accounts.config import Settings
from services.accounts.documents.attachments.actions import SWEPT_AFTER, sweep
from services.accounts.documents.attachments.receiving import LARGEST
from services.accounts.documents.attachments.store import FOLDER, Damaged, Folder
from tests.accounts.builders import Someone, World
from tests.accounts.documents.bodies import a_document

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def address(owner: Someone) -> str:
    """Of the attachments of a new document."""
    return an_address(owner)


@pytest.fixture
def folder(settings: Settings) -> Path:
    return settings.data_dir / FOLDER


def an_address(owner: Someone) -> str:
    body = a_document(buyer={"name": "Odbiorca SA"})
    id = owner.post("/v1/accounts/acme/documents", body).json["id"]
    return f"/v1/accounts/acme/documents/{id}/attachments"


def attach(
    someone: Someone, address: str, content: bytes = PDF, name: str = "umowa.pdf", **options: Any
) -> Any:
    options = {"content_type": "application/pdf"} | options
    return someone.send("POST", address, None, data=content, query_string={"name": name}, **options)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def make_old(path: Path) -> None:
    moment = path.stat().st_mtime - 2 * SWEPT_AFTER
    os.utime(path, (moment, moment))


def swept(world: World, folder: Path) -> None:
    for path in kept(folder):
        make_old(path)
    with world.reading() as session:
        sweep(session, Folder(folder))


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "skan.pdf"),
        (PNG, "image/png", "skan.png"),
        (JPEG, "image/jpeg", "skan.jpg"),
    ],
)
def test_a_file_is_given_back_byte_for_byte(
    owner: Someone, address: str, content: bytes, media_type: str, name: str
) -> None:
    answer = attach(owner, address, content, name, content_type="application/octet-stream")

    assert answer.status_code == 201, answer.text
    made = answer.json
    assert (made["name"], made["media_type"], made["size"]) == (name, media_type, len(content))
    assert made["sha256"] == hashlib.sha256(content).hexdigest()
    file = owner.get(answer.headers["Location"])
    assert (file.data, file.mimetype) == (content, media_type)
    assert file.headers["ETag"] == f'"{made["sha256"]}"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    again = owner.get(answer.headers["Location"], headers={"If-None-Match": file.headers["ETag"]})
    assert again.status_code == 304
    assert owner.get(address).json["items"] == [made]


def test_a_form_brings_a_file_as_well(owner: Someone, address: str) -> None:
    form = {"file": (BytesIO(PNG), "zdjęcie.png", "image/png")}

    answer = owner.send("POST", address, None, data=form, content_type="multipart/form-data")

    assert (answer.status_code, answer.json["name"]) == (201, "zdjęcie.png")
    disposition = owner.get(answer.headers["Location"]).headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''zdj%C4%99cie.png" in disposition


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "a.pdf"),
        (b"MZ" + bytes(100), "a.png"),
        (b"%PDF-1.4 without an end", "a.pdf"),
        (b"PK\x03\x04" + PDF, "a.pdf"),
        (b"", "a.jpg"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(
    owner: Someone, address: str, folder: Path, content: bytes, name: str
) -> None:
    answer = attach(owner, address, content, name)

    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert kept(folder) == []


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\umowy\\umowa.PDF", "umowa.PDF"),
        ("skan.exe", "skan.exe.pdf"),
        ("...", "attachment.pdf"),
        ("fdp.\u202eexe", "fdp.exe.pdf"),
        ("zażółć 🧾.pdf", "zażółć 🧾.pdf"),
        ("x" * 255, "x" * 145 + ".pdf"),
    ],
)
def test_a_name_is_only_ever_a_name(owner: Someone, address: str, given: str, name: str) -> None:
    answer = attach(owner, address, name=given)

    assert (answer.status_code, answer.json["name"]) == (201, name)
    disposition = owner.get(answer.headers["Location"]).headers["Content-Disposition"]
    assert not set("\r\n/\\") & set(disposition)


def test_a_file_of_more_than_ten_megabytes_is_refused(
    owner: Someone, address: str, folder: Path
) -> None:
    content = PDF[:-7] + bytes(LARGEST - len(PDF)) + b"\n%%EOF\n"
    assert attach(owner, address, content).status_code == 201

    for body in (content + b"\n", bytes(6) + content):
        answer = attach(owner, address, body)
        assert (answer.status_code, answer.json["code"]) == (413, "payload_too_large")
    assert len(kept(folder)) == 1


def test_one_content_is_one_file_which_goes_with_the_last_that_refers_to_it(
    owner: Someone, world: World, folder: Path, address: str
) -> None:
    first = attach(owner, address).headers["Location"]
    second = attach(owner, an_address(owner)).headers["Location"]
    assert len(kept(folder)) == 1

    assert owner.delete(first).status_code == 204
    swept(world, folder)
    assert owner.get(first).status_code == 404
    assert owner.get(second).data == PDF

    owner.delete(second)
    swept(world, folder)
    assert kept(folder) == []


def test_a_file_whose_row_was_never_written_is_swept_away_and_a_fresh_one_is_not(
    world: World, folder: Path
) -> None:
    old, fresh = Folder(folder).put(PDF), Folder(folder).put(PNG)
    make_old(folder / old[:2] / old)

    with world.reading() as session:
        sweep(session, Folder(folder))

    assert [path.name for path in kept(folder)] == [fresh]


def test_who_puts_what_is_being_swept_does_not_lose_it(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    name = store.put(PDF)
    make_old(tmp_path / name[:2] / name)

    def nobody_needs(_: Any) -> list[str]:
        store.put(PDF)  # Between the question and the sweep.
        return []

    store.sweep(SWEPT_AFTER, nobody_needs, 10)

    assert store.read(name) == PDF


def test_sweeping_and_putting_at_once_loses_nothing(tmp_path: Path) -> None:
    store, stop = Folder(tmp_path), threading.Event()
    contents = [PDF + bytes([number]) for number in range(20)]
    names = [store.put(content) for content in contents]

    def sweep_on() -> None:
        while not stop.is_set():
            store.sweep(SWEPT_AFTER, lambda _: [], 100)

    sweeper = threading.Thread(target=sweep_on)
    sweeper.start()
    for _ in range(20):
        for name, content in zip(names, contents, strict=True):
            path = tmp_path / name[:2] / name
            if path.exists():
                make_old(path)
            assert store.read(store.put(content)) == content
    stop.set()
    sweeper.join()


def test_a_file_that_was_damaged_is_not_given_out(
    owner: Someone, address: str, folder: Path
) -> None:
    where = attach(owner, address).headers["Location"]
    (path,) = kept(folder)
    path.write_bytes(PDF + b"x")
    with pytest.raises(Damaged):
        Folder(folder).read(path.name)

    answer = owner.get(where)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")

    attach(owner, an_address(owner))  # The same bytes again: the file is whole.
    assert owner.get(where).data == PDF


def test_attachments_are_announced_with_their_document(
    owner: Someone, world: World, address: str
) -> None:
    made = attach(owner, address).json
    number = owner.get(address.removesuffix("/attachments")).json
    owner.patch(address.removesuffix("/attachments"), {"description": "x"})
    owner.delete(f"{address}/{made['id']}")

    told = world.said("accounts.document.recorded.v1")
    expected = {name: made[name] for name in ("id", "name", "media_type", "size", "sha256")}
    assert [each["attachments"] for each in told] == [[], [expected], [expected], []]
    assert [each["document"]["version"] for each in told] == [1, 2, 3, 4]
    assert number["version"] == 2


def test_nothing_is_taken_away_from_a_document_in_the_books(owner: Someone, address: str) -> None:
    where = attach(owner, address).headers["Location"]
    document = address.removesuffix("/attachments")
    owner.post(f"{document}/book", {})

    answer = owner.delete(where)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert attach(owner, address, PNG, "skan.png").status_code == 201


def test_who_may_only_look_attaches_nothing(world: World, owner: Someone, address: str) -> None:
    where = attach(owner, address).headers["Location"]
    accountant = world.with_role(owner, "acme", "accountant")

    assert attach(accountant, address).status_code == 403
    assert accountant.delete(where).status_code == 403
    assert accountant.get(where).data == PDF


def test_an_attachment_is_found_only_under_its_own_document_and_account(
    world: World, owner: Someone, address: str
) -> None:
    where = attach(owner, address).headers["Location"]
    stranger = world.account("strangers")
    other = an_address(owner) + "/" + where.rpartition("/")[2]

    for answer in (
        owner.get(other),
        owner.delete(other),
        stranger.get(where),
        stranger.get(where.replace("acme", "strangers")),
        attach(stranger, address),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_same_key_attaches_once(owner: Someone, address: str) -> None:
    first, again = (attach(owner, address, headers={"Idempotency-Key": "one"}) for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)
    other = attach(owner, address, PNG, headers={"Idempotency-Key": "one"})
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(owner.get(address).json["items"]) == 1
