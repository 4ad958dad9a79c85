"""The section `[INFO]`: who sends the file, of which period; 24 fields, table 2."""

from typing import Any

from services.exports.formats.edi_epp.record import NOTHING, day, moment, record, text
from services.exports.formats.jpk.company import nip
from services.exports.formats.problems import Notes
from services.exports.formats.run import Run

VERSION = "1.05.3"
OFFICE, CODE_PAGE = "0", "1250"
PROGRAM = "biurko"


def sender(run: Run, notes: Notes) -> str:
    """The section, closed by an empty line; what is said of it is said of the account."""
    fields = record(
        f'"{VERSION}"',
        OFFICE,
        CODE_PAGE,
        f'"{PROGRAM}"',
        text("prefix", run.account.prefix, 20, notes),
        *_company(run, notes),
        *(NOTHING,) * 4,
        "1",
        day(run.period.first),
        day(run.period.last),
        f'"{PROGRAM}"',
        moment(run.created_at),
        '"Polska","PL"',
        text("tax_no", _eu_number(run), 20, notes),
        "1",
    )
    notes.tell()
    return f"[INFO]\r\n{fields}\r\n"


def _company(run: Run, notes: Notes) -> tuple[str, ...]:
    """Fields 6 to 11."""
    company = run.account.company
    name = _said(company.get("name"))
    return (
        text("name", name[:40], 40, notes),
        text("name", name, 80, notes),
        text("city", _said(company.get("city")), 30, notes),
        text("post_code", _said(company.get("post_code")), 6, notes),
        text("street", _street(run), 50, notes),
        text("tax_no", nip(company), 13, notes),
    )


def _street(run: Run) -> str:
    company = run.account.company
    house, flat = _said(company.get("house_number")), _said(company.get("flat_number"))
    number = "/".join(filter(None, (house, flat)))
    return f"{_said(company.get('street'))} {number}".strip()


def _eu_number(run: Run) -> str:
    number = nip(run.account.company)
    return f"PL{number}" if number else ""


def _said(value: Any) -> str:
    return str(value or "").strip()
