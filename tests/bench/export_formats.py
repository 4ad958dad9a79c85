"""Each format next to `COPY` of the same rows and to what one would write oneself.

`formats` measures all, `formats=jpk_fa_4,edi_epp` these; BENCH_DOCUMENTS says how many documents
instead of 100,000. The processor's time is the runner's or the rival's and PostgreSQL's.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psycopg

from services.exports.formats.registry import FORMATS
from tests.bench.documents import fill
from tests.bench.export_rate import Cost, Export, copy_of, export_by, world_on
from tests.bench.figures import aim, say, table
from tests.bench.stage import processor_time
from tests.exports.formats.documents import ACCOUNT_MAP
from tests.exports.formats.golden import SETTINGS
from tests.exports.processes import ROOT
from tests.exports.world import World
from tests.system.processes import cpu_seconds, peak_megabytes
from tests.system.servers import Servers

COUNT = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
AIM = 5

RIVALS = {
    "symfonia_fk": "csv",
    "edi_epp": "csv",
    "optima_xml": "xml",
    "wapro_xml": "xml",
    "ksef_xml": "zip",
    "ubl_2_1": "xml",
    "vat_register_csv": "csv",
    "vat_register_xlsx": "excel",
    "archive_zip": "zip",
}
"""Of the others, the JPK files, it is the tree."""

SOLD_NOTHING = ("jpk_mag_2",)
"""Formats that hold none of the documents here."""


class Rival(NamedTuple):
    sort: str
    processor: float
    peak: float  # megabytes


def run(servers: Servers, names: Sequence[str] = ()) -> None:
    chosen = list(names) or [name for name in FORMATS if name not in SOLD_NOTHING]
    with (
        world_on(servers.postgresql.create("exports_formats")) as world,
        servers.postgresql.connect("exports_formats") as database,
    ):
        account_id = world.has_account("acme")
        fill(database, account_id, COUNT)
        owner = world.person({account_id: "owner"}, exp=int(time.time()) + 7200)
        for name in chosen:
            _settings(world, owner, name)
        copies = {
            query: min((copy_of(servers, database, query) for _ in range(2)), key=_processor)
            for query in dict.fromkeys(_query(name) for name in chosen)
        }
        rows = []
        for name in chosen:
            rival = _rival(servers, database, world, name)
            copy = copies[_query(name)]
            rows.append((export_by(servers, world, owner, name, copy, COUNT), rival))
            _say(*rows[-1])
    _show(rows)


def _settings(world: World, owner: object, name: str) -> None:
    settings = ACCOUNT_MAP if name == "symfonia_fk" else SETTINGS.get(name)
    if settings:
        path = f"/v1/accounts/acme/settings/{name}"
        answer = world.put(owner, path, {"settings": settings})  # type: ignore[arg-type]
        if answer.status_code != 200:
            raise AssertionError(answer.text)


def _query(name: str) -> str:
    from tests.bench.export_rate import DOCUMENTS, WITH_ORIGINALS

    return WITH_ORIGINALS if RIVALS.get(name) == "zip" else DOCUMENTS


def _processor(cost: Cost) -> float:
    return cost.processor


def _rival(servers: Servers, database: psycopg.Connection, world: World, name: str) -> Rival:
    sort = RIVALS.get(name, "tree")
    url = world.settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    with tempfile.TemporaryDirectory(prefix="biurko-rival-") as folder:
        command = [sys.executable, "-m", "tests.bench.rivals", url, sort, f"{folder}/file"]
        before = processor_time(servers, os.getpid()) - cpu_seconds(os.getpid())
        with subprocess.Popen(command, cwd=ROOT) as rival:
            peak = own = 0.0
            while rival.poll() is None:
                with suppress(OSError, IndexError, ProcessLookupError):  # It may end meanwhile.
                    peak, own = max(peak, peak_megabytes(rival.pid)), cpu_seconds(rival.pid)
                time.sleep(0.02)
        if rival.returncode or not Path(folder, "file").stat().st_size:
            raise AssertionError(f"the rival {sort} ended with {rival.returncode}")
        used = processor_time(servers, os.getpid()) - cpu_seconds(os.getpid()) - before
    return Rival(sort, own + used, peak)


def _say(export: Export, rival: Rival) -> None:
    say(f"  {export.format}: {export.cost.processor:.1f} s, {rival.sort} {rival.processor:.1f} s")


def _show(rows: Sequence[tuple[Export, Rival]]) -> None:
    cells = [
        [
            export.format,
            f"{COUNT / export.runner:,.0f}",
            f"{COUNT / export.cost.processor:,.0f}",
            f"{COUNT / export.copy.processor:,.0f}",
            rival.sort,
            f"{COUNT / rival.processor:,.0f}",
            f"{rival.processor / export.cost.processor:.2f}",
            f"{export.peak:.0f}",
            f"{rival.peak:.0f}",
        ]
        for export, rival in rows
    ]
    heads = ["runner/s", "with SQL/s", "COPY/s", "rival", "rival/s", "x rival", "MB", "rival MB"]
    table(f"Exports: {COUNT:,} documents, each format and its rival", heads, cells)
    trees = [
        rival.processor / export.cost.processor for export, rival in rows if rival.sort == "tree"
    ]
    if trees:
        aim(f"at least {AIM} x the tree of lxml ({min(trees):.2f})", met=min(trees) >= AIM)
