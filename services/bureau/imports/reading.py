"""The rows of a list as companies to add, or as what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.bureau.companies.schemas import CompanyBody, Prefix
from services.bureau.imports.columns import BESIDE_COMPANY, COLUMNS, field_of
from services.bureau.imports.tables import FORMULA, MOST_ROWS, Cells
from shared.errors import Invalid
from shared.texts import N_, say
from shared.web.fields import Email
from shared.web.problems import language, pointers

EMPTY = N_("The list has no company in it.")
UNKNOWN = N_("The list has columns that are not known here. Take the template.")
NOT_KNOWN = N_("There is no column “%(heading)s”.")
TWICE = N_("The column “%(heading)s” is there twice.")
RUNS = N_("A spreadsheet would calculate this cell. Write plain text.")


class RowBody(Schema):
    """A company as a row names it; without a prefix one is proposed."""

    prefix = Prefix(load_default=None)
    company = fields.Nested(CompanyBody, required=True)
    client_email = Email(load_default=None)


@dataclass(frozen=True)
class Row:
    """A company of the list; with `errors` it can't be added as it stands."""

    line: int
    body: dict[str, Any]
    errors: list[dict[str, str]] = field(default_factory=list)


def read(rows: Iterable[tuple[int, Cells]]) -> list[Row]:
    """The companies of a list. Without headings every cell is a tax number."""
    numbered = list(rows)
    if not numbered:
        raise Invalid(EMPTY)
    first = numbered[0][1]
    if any(field_of(cell) for cell in first):
        columns = _columns(first)
        named = [(line, dict(zip(columns, cells, strict=False))) for line, cells in numbered[1:]]
    else:
        named = [(line, {"tax_no": c}) for line, cells in numbered for c in cells if c]
    if not named:
        raise Invalid(EMPTY)
    return [_row(line, cells) for line, cells in named[:MOST_ROWS]]


def _columns(headings: Cells) -> list[str]:
    """The fields of the columns; a heading that says nothing here is not passed over."""
    known = [field_of(heading) if heading else "" for heading in headings]
    problems = [
        (place, NOT_KNOWN if name is None else TWICE)
        for place, name in enumerate(known)
        if name is None or (name and name in known[:place])
    ]
    if problems:
        errors = [_problem(place, text, headings[place]) for place, text in problems]
        raise Invalid(UNKNOWN, errors=errors)
    return [name or "" for name in known]


def _problem(place: int, text: str, heading: str) -> dict[str, str]:
    detail = say(text, language(), {"heading": heading})
    return {"pointer": f"/columns/{place}", "detail": detail}


def _row(line: int, cells: dict[str, str]) -> Row:
    named = {name: cells[name] for name in COLUMNS if cells.get(name)}
    runs = [
        {"pointer": _pointer(name), "detail": say(RUNS, language())}
        for name, cell in named.items()
        if cell == FORMULA
    ]
    if runs:
        return Row(line, {}, runs)
    beside = {name: named.pop(name) for name in BESIDE_COMPANY if name in named}
    try:
        body = RowBody().load(beside | {"company": {"country": "PL"} | named})
    except ValidationError as error:
        return Row(line, beside, pointers(error.messages))
    return Row(line, body)


def _pointer(name: str) -> str:
    return f"/{name}" if name in BESIDE_COMPANY else f"/company/{name}"
