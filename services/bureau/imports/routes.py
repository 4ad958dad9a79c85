"""The HTTP face of adding many companies at once."""

from typing import Any

import orjson
from flask import Response, current_app, request
from sqlalchemy.orm import Session, sessionmaker

from services.bureau.access import enter, enter_leading
from services.bureau.addresses import bulk_url
from services.bureau.bulk.schemas import BulkView, seen
from services.bureau.imports import actions, templates
from services.bureau.imports.reading import Row, read
from services.bureau.imports.schemas import ImportQuery
from services.bureau.imports.tables import check_size, rows_of_text, rows_of_xlsx
from shared.auth.caller import Caller
from shared.context import Context, act_as
from shared.errors import Invalid
from shared.texts import N_
from shared.web import idempotency
from shared.web.api import Api, Runs
from shared.web.problems import language
from shared.web.requests import body_print

api = Api("imports")

ADDRESS = "/v1/bureaus/<bureau>/companies/import"

FORM = "multipart/form-data"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = ("text/csv", "text/plain", XLSX, FORM)

NO_FILE = N_("Send one file in a field named “file”.")


@api.write(
    "POST",
    ADDRESS,
    query=ImportQuery,
    out=BulkView,
    status=202,
    takes=MEDIA_TYPES,
    runs=Runs.OWN,
    codes=("forbidden",),
)
def import_companies(_: None, caller: Caller, bureau: str, query: dict[str, Any]) -> Response:
    """Add the companies of a list: CSV, XLSX, or pasted text; a dry run unless `dry_run=false`.

    The answer is a bulk job, whose results say row by row what comes of it. Pasted tax numbers
    alone are checked, and tell what is missing: nothing about a company is invented.
    """
    reading: sessionmaker[Session] = current_app.extensions["reading"]
    with reading() as session:  # Who may not add sends no upload through the readers below.
        enter_leading(session, caller, bureau)
    rows = _rows()
    writing: sessionmaker[Session] = current_app.extensions["writing"]
    with writing.begin() as session:
        return _once(session, caller, bureau, rows, dry_run=query["dry_run"])


@api.read(f"{ADDRESS}/template.csv", gives="text/csv")
def get_csv_template(session: Session, caller: Caller, bureau: str) -> Response:
    """The empty list to fill in, as CSV."""
    enter(session, caller, bureau)
    return _file(templates.as_csv(language()), "text/csv", "csv")


@api.read(f"{ADDRESS}/template.xlsx", gives=XLSX)
def get_xlsx_template(session: Session, caller: Caller, bureau: str) -> Response:
    """The empty list to fill in, as a spreadsheet."""
    enter(session, caller, bureau)
    return _file(templates.as_xlsx(language()), XLSX, "xlsx")


def _rows() -> list[Row]:
    """The companies that were sent; of a file in a form, its name says what it is."""
    if request.mimetype != FORM:
        data, is_xlsx = request.get_data(), request.mimetype == XLSX
    else:
        file = request.files.get("file")
        if file is None:
            raise Invalid(NO_FILE, errors=[{"pointer": "/file", "detail": NO_FILE}])
        data, is_xlsx = file.stream.read(), (file.filename or "").lower().endswith(".xlsx")
        file.stream.seek(0)
    check_size(data)
    return read(rows_of_xlsx(data) if is_xlsx else rows_of_text(data))


def _once(
    session: Session, caller: Caller, bureau: str, rows: list[Row], *, dry_run: bool
) -> Response:
    """Start the job, or repeat the answer that this Idempotency-Key got before."""
    request_id = request.environ["biurko.request_id"]
    act_as(session, Context(caller.actor, cause=request_id, correlation=request_id))
    key = idempotency.requested_key()
    if key:
        mark = idempotency.fingerprint(body_print() + request.query_string)
        known = idempotency.reserve(session, caller.actor, key, mark)
        if known:
            return known
    staff = enter_leading(session, caller, bureau)
    job = actions.start(session, staff, rows, dry_run=dry_run, actor=caller.actor)
    body = orjson.dumps(BulkView().dump(seen(job, []))).decode()
    headers = {"Content-Type": "application/json", "Location": bulk_url(staff.bureau, job.id)}
    if key:
        idempotency.keep(session, caller.actor, key, (body, 202, headers))
    return Response(body, 202, headers)


def _file(content: bytes, media_type: str, ending: str) -> Response:
    name = f"firmy.{ending}" if language() == "pl" else f"companies.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=disposition)
