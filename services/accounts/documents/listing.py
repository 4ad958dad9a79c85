"""Lists of an account's documents: filtered, searched, counted and summed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import standing
from services.accounts.documents.folding import folded
from services.accounts.documents.kinds import NO_CLAIM, WAREHOUSE
from services.accounts.documents.models import Document
from services.accounts.sightings.looking import saw
from shared.web.lists import Page, paginate

DATES = {"issue": Document.issue_date, "sale": Document.sale_date}
TAX_NO = re.compile(r"\d{3}-?\d{2,3}-?\d{2}-?\d{2,3}")

Side = Literal["sales", "costs", "warehouse"]
SIDES: tuple[Side, ...] = get_args(Side)

SIDE = case((Document.kind.in_(WAREHOUSE), "warehouse"), (Document.income, "sales"), else_="costs")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which documents a list shows; what is None is not asked for. Days are both included.

    `q` stands in the number, the other party's name or its tax number.
    """

    date_basis: str = "issue"
    first: date | None = None
    last: date | None = None
    kind: str | None = None
    income: bool | None = None
    side: Side | None = None
    q: str | None = None


@dataclass(frozen=True)
class Sums:
    """How many documents of a side there are, and their sums in one currency."""

    side: Side
    currency: str
    count: int
    net: Decimal
    vat: Decimal
    gross: Decimal


def list_documents(
    session: Session, account: Account, wanted: Wanted = Wanted(), *, limit: int, cursor: str | None
) -> Page[Document]:
    """The documents that are wanted, the newest first, without their positions."""
    day = DATES[wanted.date_basis]
    query = standing(account).where(*_conditions(wanted))
    if wanted.side:
        query = query.where(of_side(wanted.side))
    saw(session, account.id, "list")
    return paginate(session, query, [day, Document.id], limit=limit, cursor=cursor, descending=True)


def sums_of(session: Session, account: Account, wanted: Wanted) -> list[Sums]:
    """All that is wanted, of all sides, by side and currency; one query.

    What claims no money, such as an offer or a cancelled invoice, is counted and not summed.
    """
    counts = Document.kind.not_in(NO_CLAIM)
    amounts = (Document.net, Document.vat, Document.gross)
    summed = [func.coalesce(func.sum(each).filter(counts), Decimal(0)) for each in amounts]
    query = standing(account).where(*_conditions(wanted))
    rows = query.with_only_columns(SIDE, Document.currency, func.count(), *summed)
    found = session.execute(rows.group_by(SIDE, Document.currency).order_by(Document.currency))
    return [Sums(*row) for row in found]


def days_of(session: Session, account: Account) -> tuple[date, date] | None:
    """The days of issue of the oldest and of the newest document; None without documents."""
    span = select(func.min(Document.issue_date), func.max(Document.issue_date))
    query = span.where(Document.account_id == account.id)
    first, last = session.execute(query).one()
    return (first, last) if first and last else None


def of_side(side: Side) -> ColumnElement[bool]:
    """Whether a document is a sale, a cost, or of the warehouse."""
    if side == "warehouse":
        return Document.kind.in_(WAREHOUSE)
    return Document.kind.not_in(WAREHOUSE) & Document.income.is_(side == "sales")


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """All but the side."""
    day = DATES[wanted.date_basis]
    if wanted.first:
        yield day >= wanted.first
    if wanted.last:
        yield day <= wanted.last
    if wanted.kind is not None:
        yield Document.kind == wanted.kind
    if wanted.income is not None:
        yield Document.income == wanted.income
    if text := folded(wanted.q or "").strip():
        number = text.replace("-", "") if TAX_NO.fullmatch(text) else text
        yield Document.search_key.contains(number, autoescape=True)
