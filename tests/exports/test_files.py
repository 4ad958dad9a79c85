"""The file of an export over HTTP."""

import hashlib
from datetime import timedelta

import pytest

from services.exports.jobs.storage import Folder
from shared.contracts.bureau import ClientDetached


@pytest.fixture
def owner(world):
    account = world.has_account("acme")
    world.has_documents(account, 3)
    return world.person({account: "owner"})


@pytest.fixture
def done(world, owner):
    return world.exported(owner, "acme")


def test_the_file_is_what_its_export_says(world, owner, done):
    answer = world.file(owner, done)

    assert answer.status_code == 200
    assert len(answer.data) == done["file"]["size"] == int(answer.headers["Content-Length"])
    assert hashlib.sha256(answer.data).hexdigest() == done["file"]["sha256"]
    assert answer.headers["ETag"] == f'"{done["file"]["sha256"]}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.mimetype == done["file"]["media_type"] == "text/csv"
    name = "acme_vat_register_csv_2026-10-01_2026-10-31.csv"
    assert done["file"]["name"] == name
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert done["file"]["url"].endswith(f"/v1/exports/{done['id']}/file")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-9", 0, 9), ("10-19", 10, 19), ("100-", 100, None), ("-5", -5, None)],
)
def test_a_range_is_that_part_of_the_file(world, owner, done, asked, first, last):
    whole = world.file(owner, done).data

    part = world.file(owner, done, Range=f"bytes={asked}")

    expected = whole[first:] if last is None else whole[first : last + 1]
    begin = first if first >= 0 else len(whole) + first
    assert (part.status_code, part.data) == (206, expected)
    end = begin + len(expected) - 1
    assert part.headers["Content-Range"] == f"bytes {begin}-{end}/{len(whole)}"
    assert int(part.headers["Content-Length"]) == len(expected)


def test_the_parts_of_a_download_that_was_cut_make_the_whole(world, owner, done):
    whole = world.file(owner, done)
    head = whole.data[:100]

    rest = world.file(owner, done, **{"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})

    assert (rest.status_code, head + rest.data) == (206, whole.data)


def test_a_range_of_another_file_is_answered_with_the_whole(world, owner, done):
    answer = world.file(owner, done, **{"Range": "bytes=10-", "If-Range": '"another"'})

    assert (answer.status_code, len(answer.data)) == (200, done["file"]["size"])


def test_a_range_outside_the_file_can_not_be_had(world, owner, done):
    answer = world.file(owner, done, Range="bytes=999999-")

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{done['file']['size']}"
    assert answer.mimetype == "application/problem+json"


def test_a_file_that_one_has_is_not_sent_again(world, owner, done):
    answer = world.file(owner, done, **{"If-None-Match": f'"{done["file"]["sha256"]}"'})

    assert (answer.status_code, answer.data) == (304, b"")


def test_its_head_tells_all_but_the_bytes(world, owner, done):
    path = f"/v1/exports/{done['id']}/file"

    answer = world.http.head(path, headers=owner.headers, buffered=True)

    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) == done["file"]["size"]
    assert answer.headers["ETag"] == f'"{done["file"]["sha256"]}"'


@pytest.mark.parametrize("state", ["queued", "cancelled"])
def test_an_export_that_is_not_completed_has_no_file(world, owner, state):
    export = world.export(owner, "acme").json
    if state == "cancelled":
        world.post(owner, f"/v1/exports/{export['id']}/cancel")

    assert world.file(owner, export).status_code == 404


def test_a_file_is_sealed_for_a_bureau_that_lost_one_of_its_clients(world):
    accounts = [world.has_account(prefix) for prefix in ("first", "second")]
    bureau = world.has_account("biuro")
    links = [world.has_client(account, bureau) for account in accounts]
    world.has_documents(accounts[0])
    accountant = world.person({bureau: "owner"})
    done = world.exported(accountant, "first", "second")
    assert world.file(accountant, done).status_code == 200

    world.hears(ClientDetached(client_id=links[1], account_id=accounts[1], bureau_id=bureau))

    assert world.file(accountant, done).status_code == 404
    assert world.shown(accountant, done["id"])["file"] is None


def test_what_was_said_of_a_lost_clients_documents_is_not_shown_any_more(world):
    account, bureau = world.has_account("acme"), world.has_account("biuro")
    link = world.has_client(account, bureau)
    world.has_documents(account, kind="proforma")
    accountant = world.person({bureau: "owner"})
    done = world.exported(accountant, "acme")
    assert [p["document"] for p in done["problems"]] == ["FV 1/10/2026"]

    world.hears(ClientDetached(client_id=link, account_id=account, bureau_id=bureau))

    assert world.shown(accountant, done["id"])["problems"] == []
    assert world.get(accountant, f"/v1/exports/{done['id']}/problems").json["items"] == []


def test_a_file_expires_after_thirty_days_and_its_export_stays(world, owner, done):
    world.age(done["id"], ended_at=timedelta(days=29, hours=23))
    expire(world)
    assert world.file(owner, done).status_code == 200
    assert world.shown(owner, done["id"])["expires_at"]

    world.age(done["id"], ended_at=timedelta(hours=2))
    expire(world)

    assert world.file(owner, done).status_code == 404
    shown = world.shown(owner, done["id"])
    assert (shown["state"], shown["file"], shown["expires_at"]) == ("expired", None, None)
    assert list((world.settings.data_dir / "exports").iterdir()) == []


def test_a_file_that_was_lost_from_the_folder_is_not_found(world, owner, done):
    (stored,) = (world.settings.data_dir / "exports").iterdir()
    stored.unlink()

    assert world.file(owner, done).status_code == 404


def expire(world):
    from services.exports.jobs.expiry import expire as expire_old

    with world.sessions.begin() as session:
        expire_old(session, Folder(world.settings.data_dir / "exports"))


class Cut(Exception):
    """The writer broke off."""


def test_a_file_is_kept_wholly_or_not_at_all(tmp_path):
    folder = Folder(tmp_path)

    def pieces():
        yield b"half"
        raise Cut

    with pytest.raises(Cut):
        folder.put("file", pieces())

    assert (folder.open("file"), list(tmp_path.iterdir())) == (None, [])


def test_no_piece_makes_no_file(tmp_path):
    assert Folder(tmp_path).put("file", iter(())) is None
    assert list(tmp_path.iterdir()) == []


def test_what_an_unfinished_write_left_is_deleted_with_the_file(tmp_path):
    (tmp_path / "file.part").write_bytes(b"left by a power cut")

    Folder(tmp_path).delete("file")

    assert list(tmp_path.iterdir()) == []
