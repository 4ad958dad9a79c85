"""Checking ZIPs that hold archives: a set that was split, and an export of several accounts."""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from services.exports.formats.archive_zip.contents import MANIFEST
from services.exports.formats.archive_zip.faults import DAMAGED, Fault, unlisted
from services.exports.formats.archive_zip.split import SET, SET_VERSION
from shared.texts import N_

SUMMARY = "summary.csv"
_PIECE = 1 << 18
Listed = Mapping[str, tuple[int, str]]
"""Size and SHA-256 of each file, by its name."""

Inner = Callable[[zipfile.ZipFile], Iterator[Fault]]


def set_faults(outer: zipfile.ZipFile, inner: Inner) -> Iterator[Fault]:
    """What is wrong with a set; each archive in it is checked by `inner` as well."""
    try:
        told = json.loads(outer.read(SET))
        if told["set"] != SET_VERSION:
            raise ValueError(told["set"])
        listed = {each["name"]: (each["size"], each["sha256"]) for each in told["files"]}
    except (KeyError, TypeError, ValueError, *DAMAGED):
        yield Fault(N_("It holds no manifest that can be read."), {})
        return
    yield from _faults(outer, listed, {SET}, inner)


def several_faults(outer: zipfile.ZipFile, inner: Inner) -> Iterator[Fault]:
    """What is wrong with an export of several accounts, by its summary."""
    try:
        lines = io.StringIO(outer.read(SUMMARY).decode("utf-8-sig"), newline="")
        rows = [row for row in csv.DictReader(lines, delimiter=";") if row["file"]]
        listed = {_plain(row["file"]): (int(row["size"]), row["sha256"]) for row in rows}
    except (KeyError, TypeError, ValueError, csv.Error, *DAMAGED):
        yield Fault(N_("It holds no manifest that can be read."), {})
        return
    yield from _faults(outer, listed, {SUMMARY}, inner)


def _faults(
    outer: zipfile.ZipFile, listed: Listed, beside: set[str], inner: Inner
) -> Iterator[Fault]:
    yield from unlisted(outer, set(listed) | beside)
    for name, facts in listed.items():
        with tempfile.TemporaryFile() as copy:
            yield from _file(outer, name, facts, copy)
            yield from _within(name, copy, inner)


def _file(
    outer: zipfile.ZipFile, name: str, facts: tuple[int, str], copy: IO[bytes]
) -> Iterator[Fault]:
    try:
        found = _copied(outer, name, copy)
    except KeyError:
        yield Fault(N_("%(name)s is missing."), {"name": name})
    except DAMAGED:
        yield Fault(N_("%(name)s is damaged."), {"name": name})
    else:
        if found != facts:
            yield Fault(N_("%(name)s is not the file that was put in."), {"name": name})


def _within(name: str, copy: IO[bytes], inner: Inner) -> Iterator[Fault]:
    """The faults of an archive that lies in the ZIP; other files have none of their own."""
    try:
        with zipfile.ZipFile(copy) as archive:
            if {MANIFEST, SET}.isdisjoint(archive.namelist()):
                return
            for fault in inner(archive):
                facts: dict[str, Any] = {"archive": name, "fault": fault.text % fault.facts}
                yield Fault(N_("%(archive)s: %(fault)s"), facts)
    except zipfile.BadZipFile:
        return


def _copied(outer: zipfile.ZipFile, name: str, copy: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with outer.open(name) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            digest.update(piece)
            copy.write(piece)
    return size, digest.hexdigest()


def _plain(cell: str) -> str:
    """A cell without the mark that keeps spreadsheets from running it."""
    return cell.removeprefix("'")
