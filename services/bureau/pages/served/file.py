"""The list as a file for a spreadsheet: CSV in UTF-8, with semicolons, as Polish ones expect."""

import csv
import io
from collections.abc import Iterable, Iterator

from services.bureau.pages.served.reads import Row
from services.bureau.pages.served.words import COLUMNS, MONTHS
from services.bureau.pages.words import OWNERS, STATES
from shared.texts import N_, say
from shared.web.problems import language

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # By which a spreadsheet knows UTF-8.

FIRM, PREFIX, SALES, COSTS = N_("Firm"), N_("Prefix"), N_("Sales"), N_("Costs")
HEADS = (
    *(FIRM, PREFIX),
    *(COLUMNS[name] for name in ("tax_no", "own_number", "state", "ownership", "carer")),
    *(COLUMNS[name] for name in ("tags", "note", "month")),
    *(SALES, COSTS),
    *(COLUMNS[name] for name in ("last_document", "last_export", "score")),
)


def written(rows: Iterable[Row]) -> str:
    """The file; a cell that a spreadsheet would calculate begins with an apostrophe."""
    text = io.StringIO(MARK, newline="")
    text.seek(len(MARK))
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_said(head) for head in HEADS)
    writer.writerows([_safe(cell) for cell in _cells(row)] for row in rows)
    return text.getvalue()


def _cells(row: Row) -> Iterator[str]:
    client, work = row.client, row.work
    yield from (client.company["name"], client.prefix, client.company["tax_no"])
    yield row.noted.own_number or ""
    yield _said(STATES[client.state][0])
    yield _said(OWNERS[client.ownership])
    yield row.carer or ""
    yield ", ".join(row.noted.tags)
    yield row.noted.note or ""
    if work is None:
        yield from [""] * 6
        return
    yield _said(MONTHS[work.state][0])
    yield from (str(work.sales), str(work.costs))
    yield work.last_document.isoformat() if work.last_document else ""
    yield f"{work.last_export:%Y-%m-%d %H:%M}" if work.last_export else ""
    yield str((row.score or {})["total"])


def _said(text: str) -> str:
    return say(text, language())


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
