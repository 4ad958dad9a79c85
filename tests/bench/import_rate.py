"""An import of 10,000 e-invoices in one ZIP, next to lxml that parses and validates them.

Both unpack the same ZIP. What is counted is the processor's time of this process and of
PostgreSQL; the memory is the most that was resident at once while it ran.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from sqlalchemy import text

from services.accounts.documents.ksef.schema import SCHEMAS
from tests.bench.accounts import DATABASES, DOCUMENTS, House, house
from tests.bench.figures import aim, say, table
from tests.system.invoices import Invoice
from tests.system.processes import cpu_seconds, peak_megabytes
from tests.system.servers import Servers

FILES, FEW, ROWS = 10_000, 1_000, 5
SELLER = "5261040828"
TURNS = 3  # of lxml, of which the median counts
MOST_GROWTH = 1.5  # of the memory, from FEW files to FILES


class Import(NamedTuple):
    """What an import took: seconds of processor and clock, megabytes resident at most."""

    processor: float
    clock: float
    few: float
    many: float

    @property
    def rate(self) -> float:
        return FILES / self.processor


def run(servers: Servers) -> None:
    small, large = _zip("A", FEW), _zip("B", FILES)
    _validated(small)
    bare = FILES / median(_cost(partial(_validated, large)) for _ in range(TURNS))
    found = {}
    for database in DATABASES:
        with house(servers, database, "import") as home:
            found[database] = _measured(home, small, large)
    _show(bare, found)


def _zip(series: str, count: int) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for number in range(count):
            invoice = Invoice(f"{series} {number}/04/2026", seller=SELLER, rows=ROWS)
            archive.writestr(f"{series}{number}.xml", invoice.to_xml())
    return target.getvalue()


def _validated(packed: bytes) -> None:
    """Each file parsed, and validated by the schema that import uses."""
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "schemat_FA(3)_v1-0E.xsd")))
    with ZipFile(BytesIO(packed)) as archive:
        for name in archive.namelist():
            schema.assertValid(etree.fromstring(archive.read(name)))


def _cost(work: Callable[[], None]) -> float:
    before = cpu_seconds(os.getpid())
    work()
    return cpu_seconds(os.getpid()) - before


def _measured(home: House, small: bytes, large: bytes) -> Import:
    _forget_peak()
    _import(home, small, FEW)
    few = peak_megabytes(os.getpid())
    _forget_peak()
    before, began = home.processor(), time.perf_counter()
    _import(home, large, FILES)
    clock, processor = time.perf_counter() - began, home.processor() - before
    many = peak_megabytes(os.getpid())
    _check(home)
    return Import(processor, clock, few, many)


def _import(home: House, packed: bytes, count: int) -> None:
    options = {"data": packed, "content_type": "application/zip"}
    answer = home.owner.send("POST", f"{DOCUMENTS}/import", **options)
    if answer.status_code != 201 or len(answer.json["imported"]) != count:
        raise AssertionError(answer.text[:2000])


def _check(home: House) -> None:
    """Everything is there that belongs to a document."""
    with home.app.extensions["reading"]() as session:
        for table_ in ("document", "original", "outbox"):
            where = " WHERE name = 'accounts.document.recorded.v1'" if table_ == "outbox" else ""
            count = session.scalar(text(f"SELECT count(*) FROM {table_}{where}"))
            if count != FILES + FEW:
                raise AssertionError(f"{table_} has {count} rows")


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _show(bare: float, found: dict[str, Import]) -> None:
    rows = [["lxml: parsed and validated", f"{bare:,.0f}", "100%", "", "", ""]]
    rows += [
        [
            f"import, {database}",
            f"{each.rate:,.0f}",
            f"{each.rate / bare:.0%}",
            f"{FILES / each.clock:,.0f}",
            f"{each.few:.0f}",
            f"{each.many:.0f}",
        ]
        for database, each in found.items()
    ]
    heads = ["files/s", "of lxml", "by the clock", f"MB at {FEW:,}", f"MB at {FILES:,}"]
    table(f"Import: {FILES:,} FA(3) of {ROWS} rows in one ZIP", heads, rows)
    say("  files/s: of a second of the processor; PostgreSQL's is counted")
    worst = min(found.values(), key=lambda each: each.rate)
    aim(f"at least 40 % of lxml ({worst.rate / bare:.0%})", met=worst.rate >= 0.4 * bare)
    growth = max(each.many / each.few for each in found.values())
    aim(f"memory flat ({growth:.2f} × that of {FEW:,} files)", met=growth < MOST_GROWTH)
