"""Checking an archive against its own manifest: nothing missing, nothing added, nothing changed."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from services.exports.formats.archive_zip.contents import DOCUMENTS, MANIFEST, VERSION, Sums
from services.exports.formats.archive_zip.faults import DAMAGED, Fault, unlisted
from services.exports.formats.archive_zip.split import SET
from services.exports.formats.archive_zip.verify_sets import SUMMARY, set_faults, several_faults
from shared.texts import N_

_PIECE = 1 << 18


def verify(file: Path | IO[bytes]) -> list[Fault]:
    """All faults of the archive; none where every file is the one that its manifest lists,
    and the documents add up to the manifest's counts and sums."""
    try:
        with zipfile.ZipFile(file) as archive:
            return list(faults_of(archive))
    except zipfile.BadZipFile:
        return [Fault(N_("It is not a ZIP, or its directory is damaged."), {})]


def faults_of(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """The faults of an archive, of a set of archives, or of an export of several accounts."""
    names = archive.namelist()
    if MANIFEST not in names and SET in names:
        yield from set_faults(archive, faults_of)
    elif MANIFEST not in names and SUMMARY in names:
        yield from several_faults(archive, faults_of)
    else:
        yield from _faults(archive)


def _faults(archive: zipfile.ZipFile) -> Iterator[Fault]:
    manifest = _manifest(archive)
    if manifest is None:
        yield Fault(N_("It holds no manifest that can be read."), {})
        return
    listed = {each["name"]: each for each in manifest["files"]}
    yield from unlisted(archive, {*listed, MANIFEST})
    for name, facts in listed.items():
        yield from _file(archive, name, facts)
    yield from _counts(archive, manifest)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any] | None:
    """The manifest, or None where it is missing, damaged or of another kind of archive."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["archive"] != VERSION or not manifest["counts"].keys() >= {"documents"}:
            return None
        known = all(each.keys() >= {"name", "size", "sha256"} for each in manifest["files"])
    except (KeyError, TypeError, AttributeError, ValueError, *DAMAGED):
        return None
    return manifest if known and "sums" in manifest else None


def _file(archive: zipfile.ZipFile, name: str, facts: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        size, digest = _measured(archive, name)
    except KeyError:
        yield Fault(N_("%(name)s is missing."), {"name": name})
    except DAMAGED:
        yield Fault(N_("%(name)s is damaged."), {"name": name})
    else:
        if (size, digest) != (facts["size"], facts["sha256"]):
            yield Fault(N_("%(name)s is not the file that was put in."), {"name": name})


def _measured(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            digest.update(piece)
    return size, digest.hexdigest()


def _counts(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Add the documents up again."""
    sums = Sums()
    try:
        with archive.open(DOCUMENTS) as lines:
            for line in lines:
                sums.add(json.loads(line))
    except (KeyError, TypeError, ValueError, *DAMAGED):
        yield Fault(N_("Its documents can't be added up."), {})
        return
    found = (sums.documents, sums.as_list())
    if found != (manifest["counts"]["documents"], manifest["sums"]):
        yield Fault(N_("Its documents do not add up to the sums in the manifest."), {})
