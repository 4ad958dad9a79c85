"""Dodaj nową firmę: one company by its form, or a list that is checked first."""

from typing import Any, cast

from flask import Response, request
from sqlalchemy.orm import Session

from services.bureau.access import enter_leading
from services.bureau.companies import actions, prefixes
from services.bureau.imports import actions as imports
from services.bureau.imports import routes as files
from services.bureau.imports.reading import Row, read
from services.bureau.imports.tables import check_size, rows_of_text, rows_of_xlsx
from services.bureau.module import actions as modules
from services.bureau.pages.companies.schemas import ListForm, NewFirmForm
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("companies")

ADD = "/panel/<bureau>/add"
FILES = ("multipart/form-data",)


@pages.read(ADD)
def show_add(session: Session, caller: Caller, bureau: str) -> Show:
    """The form of one company, and beside it how many seats are left."""
    return _shown("companies/add.html", session, caller, bureau)


@pages.write(ADD, form=NewFirmForm, again=show_add)
def add_company(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Ask for the company's account; where no prefix was typed, the best free one is taken."""
    staff = enter_leading(session, caller, bureau)
    company = form["company"]
    prefix = form["prefix"] or prefixes.suggest(session, staff.bureau_id, company, most=1)[0]
    actions.request(session, staff.bureau_id, **form | {"prefix": prefix})
    notice = N_("%(name)s is being added; its address begins with %(prefix)s.")
    there = f"/panel/{staff.bureau}/clients/{prefix}"
    return Go(there, notice, name=company["name"], prefix=prefix)


@pages.read(f"{ADD}/list")
def show_list(session: Session, caller: Caller, bureau: str) -> Show:
    """Where a list is pasted, or its file chosen."""
    return _shown("companies/list.html", session, caller, bureau)


@pages.write(f"{ADD}/list", form=ListForm, again=show_list, takes=FILES)
def check_list(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Try every row of the list, and add none yet."""
    staff = enter_leading(session, caller, bureau)
    rows = _rows(form["list_"])
    job = imports.start(session, staff, rows, dry_run=True, actor=caller.actor)
    return Go(f"/panel/{staff.bureau}/jobs/{job.id}")


@pages.read(f"{ADD}/list/template.csv")
def get_csv_template(session: Session, caller: Caller, bureau: str) -> Response:
    """The empty list to fill in, as CSV."""
    return cast("Response", files.get_csv_template(session, caller, bureau))


@pages.read(f"{ADD}/list/template.xlsx")
def get_xlsx_template(session: Session, caller: Caller, bureau: str) -> Response:
    """The empty list to fill in, as a spreadsheet."""
    return cast("Response", files.get_xlsx_template(session, caller, bureau))


def _rows(pasted: str) -> list[Row]:
    file = request.files.get("file")
    data = file.stream.read() if file and file.filename else pasted.encode()
    check_size(data)
    is_xlsx = bool(file and (file.filename or "").lower().endswith(".xlsx"))
    return read(rows_of_xlsx(data) if is_xlsx else rows_of_text(data))


def _shown(template: str, session: Session, caller: Caller, bureau: str) -> Show:
    staff = enter_leading(session, caller, bureau)
    module = modules.find_of(session, staff.bureau_id)
    return Show(template, area=PANEL, prefix=staff.bureau, here="clients", module=module)
