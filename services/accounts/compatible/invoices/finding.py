"""Finding invoices: one by its integer id, many by the parameters of a list."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, undefer

from services.accounts.accounts.models import Account
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.paging import ids_in, page_of
from services.accounts.compatible.values import day_in, is_yes
from services.accounts.documents.actions import one_of, standing
from services.accounts.documents.issuing.actions import today
from services.accounts.documents.kinds import WAREHOUSE
from services.accounts.documents.models import Document
from services.accounts.parties.models import Contractor
from services.accounts.sightings.looking import saw

DATES: Mapping[str, Any] = {
    "issue_date": Document.issue_date,
    "transaction_date": Document.sale_date,
    "sell_date": Document.sale_date,
}
ORDERS: Mapping[str, Any] = {
    "id": Document.serial,
    "number": Document.number,
    "issue_date": Document.issue_date,
    "sell_date": Document.sale_date,
    "price_net": Document.net,
    "price_gross": Document.gross,
    "created_at": Document.serial,
    "updated_at": Document.updated_at,
}

Span = tuple[date | None, date | None]


def invoice(session: Session, account: Account, serial: int) -> Document:
    """One invoice with its positions; Missing where the account has none with this id."""
    return one_of(session, _invoices(account).where(Document.serial == serial))


def warehouse_document(session: Session, account: Account, serial: int) -> Document:
    """One warehouse document, likewise."""
    query = standing(account).where(Document.kind.in_(WAREHOUSE), Document.serial == serial)
    return one_of(session, query)


def list_invoices(session: Session, asked: Asked) -> list[Document]:
    """The page of invoices that the parameters describe, the newest first."""
    query = _filtered(session, asked, _invoices(asked.account))
    whole = is_yes(asked.parameters.get("include_positions"))
    return _page(session, asked, _of_side(asked, query), whole=whole)


def list_warehouse(session: Session, asked: Asked) -> list[Document]:
    """The page of warehouse documents, likewise."""
    query = standing(asked.account).where(Document.kind.in_(WAREHOUSE))
    return _page(session, asked, _filtered(session, asked, query), whole=True)


def _page(
    session: Session, asked: Asked, query: Select[Document], *, whole: bool
) -> list[Document]:
    options = (undefer(Document.positions),) if whole else ()
    saw(session, asked.account.id, "list")
    return page_of(session, query, Document.id, *_order(asked), options=options)


def _invoices(account: Account) -> Select[Document]:
    return standing(account).where(Document.kind.not_in(WAREHOUSE))


def _of_side(asked: Asked, query: Select[Document]) -> Select[Document]:
    """Sales, unless `income` is `no` (costs) or `all`; named by id or number, either."""
    side = asked.parameters.get("income")
    named = "invoice_ids" in asked.parameters or "number" in asked.parameters
    if side == "all" or (side is None and named):
        return query
    return query.where(Document.income.is_(side is None or is_yes(side)))


def _filtered(session: Session, asked: Asked, query: Select[Document]) -> Select[Document]:
    return query.where(*_days(asked), *_kinds(asked), *_names(session, asked))


def _days(asked: Asked) -> Iterator[ColumnElement[bool]]:
    first, last = _span(asked)
    day = DATES.get(asked.parameters.get("search_date_type", ""), Document.issue_date)
    if first:
        yield day >= first
    if last:
        yield day <= last


def _kinds(asked: Asked) -> Iterator[ColumnElement[bool]]:
    one = asked.parameters.get("kind")
    kinds = [*asked.parameters.getlist("kinds[]"), *([one] if one else [])]
    if kinds and "all" not in kinds:
        yield Document.kind.in_(kinds)


def _names(session: Session, asked: Asked) -> Iterator[ColumnElement[bool]]:
    if number := asked.parameters.get("number"):
        yield Document.number == number
    if (ids := ids_in(asked, "invoice_ids")) is not None:
        yield Document.serial.in_(ids)
    if (clients := ids_in(asked, "client_id")) is not None:
        yield Document.contractor_id.in_(_contractors(session, asked, clients))


def _contractors(session: Session, asked: Asked, serials: list[int]) -> list[str]:
    query = select(Contractor.id).where(
        Contractor.account_id == asked.account.id, Contractor.serial.in_(serials)
    )
    return list(session.scalars(query))


def _order(asked: Asked) -> tuple[Any, ...]:
    """`order` is a column, `.asc` or `.desc` behind it; newest first without one."""
    name, _, way = asked.parameters.get("order", "id.desc").partition(".")
    column = ORDERS.get(name, Document.serial)
    ascending = way == "asc"
    columns = [column] if column is Document.serial else [column, _second(column)]
    return tuple(each.asc() if ascending else each.desc() for each in columns)


def _second(column: Any) -> Any:
    """What orders those that are the same in `column`: newer ones have higher ids, too."""
    return Document.id if column.key in ("issue_date", "sale_date") else Document.serial


def _span(asked: Asked) -> Span:
    """The first and last day of `period`; of `more`, those given beside it."""
    period = asked.parameters.get("period", "more")
    if period in PERIODS:
        return PERIODS[period](today())
    given = asked.parameters.to_dict()
    days = (day_in(given, name) for name in ("date_from", "date_to"))
    first, last = (date.fromisoformat(day) if day else None for day in days)
    return first, last


def _month_before(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


PERIODS: Mapping[str, Callable[[date], Span]] = {
    "all": lambda _: (None, None),
    "this_month": lambda day: (day.replace(day=1), _month_end(day)),
    "last_month": _month_before,
    "last_30_days": lambda day: (day - timedelta(days=30), day),
    "last_12_months": lambda day: (day.replace(year=day.year - 1, day=min(day.day, 28)), day),
    "this_year": lambda day: (date(day.year, 1, 1), date(day.year, 12, 31)),
    "last_year": lambda day: (date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)),
}


def _month_end(day: date) -> date:
    return _month_before(day.replace(day=28) + timedelta(days=4))[1]
