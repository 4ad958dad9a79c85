"""`python -m services.exports verify FILE` of an export of several accounts."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.exports.processes import ROOT
from tests.exports.world import a_document, an_original, recorded

SUMMARY = "summary.csv"


@pytest.fixture
def clients(world):
    """The ids of three accounts with one, two and three documents, by prefix."""
    found = {}
    for count in (1, 2, 3):
        found[f"client-{count}"] = world.has_account(f"client-{count}")
        world.has_documents(found[f"client-{count}"], count)
    return found


@pytest.fixture
def owner(world, clients):
    return world.person(dict.fromkeys(clients.values(), "owner"))


@pytest.fixture
def path(world, clients, owner, tmp_path):
    """An archive of all clients, and of one that nobody may see."""
    return kept(world, owner, tmp_path, *clients, "nobody", format="archive_zip")


def kept(world, owner, folder, *prefixes, **asked):
    done = world.exported(owner, *prefixes, **asked)
    assert done["state"] == "completed"
    path = folder / "several.zip"
    path.write_bytes(world.file(owner, done).data)
    return path


def verified(path: Path) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "services.exports", "verify", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def changed(path: Path, change) -> Path:
    """The ZIP with its files as `change` leaves them."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def inside(content: bytes, change) -> bytes:
    """An archive within the ZIP, changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as new:
        files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        for name, each in files.items():
            new.writestr(name, each)
    return target.getvalue()


def first(files) -> str:
    return next(name for name in files if name.startswith("client-1/"))


def test_an_export_as_it_was_made_is_whole(path):
    assert verified(path) == (0, ["several.zip: whole and unchanged"])


@pytest.mark.parametrize("asked", [{"format": "vat_register_xlsx"}, {"format": "jpk_fa_4"}])
def test_so_is_one_of_files_that_are_no_archives(world, clients, owner, tmp_path, asked):
    path = kept(world, owner, tmp_path, *clients, **asked)

    assert verified(path) == (0, ["several.zip: whole and unchanged"])


def test_so_is_one_of_archives_in_pieces_with_originals(world, clients, owner, tmp_path):
    for n, account in enumerate(clients.values()):
        document = a_document(number=f"O/{n}")
        world.hears(recorded(account, document, an_original(b"<Faktura/>" * (n + 1))))
    world.make_time_pass()
    path = kept(world, owner, tmp_path, *clients, format="archive_zip", options={"split_mb": "1"})

    assert verified(path) == (0, ["several.zip: whole and unchanged"])


def test_a_client_whose_file_is_gone_is_named(path):
    changed(path, lambda files: files.pop(first(files)))

    status, said = verified(path)

    assert status == 1
    assert said[0].startswith("client-1/")
    assert said[0].endswith("is missing.")
    assert said[-1] == "several.zip: damaged"


def test_a_file_that_was_put_in_is_named(path):
    changed(path, lambda files: files.update({"client-9/other.zip": b"PK"}))

    assert verified(path) == (
        1,
        ["client-9/other.zip is not in the manifest.", "several.zip: damaged"],
    )


def test_a_change_within_a_clients_archive_is_told_with_its_place(path):
    def change(files):
        name = first(files)
        files[name] = inside(files[name], lambda inner: inner.pop("register.csv"))

    status, said = verified(changed(path, change))

    assert status == 1
    assert any("client-1/" in line and "register.csv is missing" in line for line in said)
    assert any("not the file that was put in" in line for line in said)


def test_files_that_changed_places_are_found(path):
    def change(files):
        one, other = sorted(name for name in files if name != SUMMARY)[:2]
        files[one], files[other] = files[other], files[one]

    status, said = verified(changed(path, change))

    assert status == 1
    assert sum("not the file that was put in" in line for line in said) == 2


@pytest.mark.parametrize(
    "summary",
    [b"", b"prefix;file\r\nclient-1;x", b"\xff\xfe", b"prefix;file;size;sha256\r\na;a/b;many;c"],
)
def test_a_summary_that_can_not_be_read_is_told(path, summary):
    changed(path, lambda files: files.update({SUMMARY: summary}))

    status, said = verified(path)

    assert status == 1
    assert len(said) >= 2


def test_without_its_summary_it_proves_nothing(path):
    changed(path, lambda files: files.pop(SUMMARY))

    assert verified(path) == (
        1,
        ["It holds no manifest that can be read.", "several.zip: damaged"],
    )


def test_a_zip_that_was_cut_off_is_told(path):
    path.write_bytes(path.read_bytes()[:-100])

    assert verified(path)[0] == 1


def test_the_summary_names_all_and_why_one_has_no_file(path):
    with zipfile.ZipFile(path) as archive:
        text = archive.read(SUMMARY).decode("utf-8-sig")

    rows = {row["prefix"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows["nobody"]["outcome"] == "not_found"
    assert rows["client-1"]["outcome"] == "written"
