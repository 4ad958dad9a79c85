"""Served companies: the list with its tiles, filters, views and columns, and its file."""

from typing import Any, cast

from flask import Response, redirect, request
from sqlalchemy.orm import Session

from services.bureau.access import enter
from services.bureau.days import today
from services.bureau.pages.served import columns, file, reads, views, words
from services.bureau.pages.served.schemas import ColumnsForm, PanelQuery, ViewForm
from services.bureau.pages.words import OWNERS, STATES
from services.bureau.people import colleagues
from services.bureau.served.reads import see_page
from services.bureau.worklist import actions as worklist
from services.bureau.worklist.reads import terms_of
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("served")

CLIENTS = "/panel/<bureau>/clients"
LIST = "/panel/<bureau>/list"


@pages.read(CLIENTS, query=PanelQuery)
def show_clients(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """The clients of a bureau, counted by state, searched, filtered, in pages."""
    staff = enter(session, caller, bureau)
    listed = see_page(session, staff, **query)
    return Show(
        "served/list.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        staff=staff,
        counts=reads.counts(session, staff),
        rows=reads.rows(session, staff, listed.items, query["month"]),
        next=listed.next,
        query=query,
        filtered=bool(views.current()),
        terms=terms_of(query["month"], today()),
        months=reads.months(),
        views=[views.shown(view) for view in worklist.views(session, staff)],
        columns=columns.chosen(),
        people=colleagues.of(session, staff.bureau_id) if staff.leads else (),
        tags=reads.tags(session, staff.bureau_id),
        words=words,
        shown=reads.SHOWN,
        states=STATES,
        owners=OWNERS,
    )


@pages.read(f"{LIST}.csv", query=PanelQuery)
def download_clients(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Response:
    """All that the filters leave, as a file for a spreadsheet."""
    staff = enter(session, caller, bureau)
    content = file.written(reads.all_rows(session, staff, query))
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{staff.bureau}.csv"'
    return response


@pages.write(f"{LIST}/views", form=ViewForm, again=show_clients)
def save_view(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Keep the filters and the order that stand in the address under a name."""
    staff = enter(session, caller, bureau)
    query = views.kept(request.query_string.decode())
    view = worklist.save_view(session, staff, name=form["name"], query=query)
    address = f"/panel/{staff.bureau}/clients?{views.shown(view).query}"
    return Go(address, N_("The view “%(name)s” is saved."), name=view.name)


@pages.write(f"{LIST}/views/<view>/drop")
def drop_view(session: Session, caller: Caller, bureau: str, view: str) -> Go:
    """Forget a view."""
    staff = enter(session, caller, bureau)
    worklist.drop_view(session, staff, view)
    return Go(f"/panel/{staff.bureau}/clients", N_("The view is removed."))


@pages.write(f"{LIST}/columns", form=ColumnsForm)
def choose_columns(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Response:
    """Show these columns from now on, in this browser."""
    staff = enter(session, caller, bureau)
    address = f"/panel/{staff.bureau}/clients?{request.query_string.decode()}"
    response = cast("Response", redirect(address, 303))
    columns.keep(response, form["columns"])
    return response
