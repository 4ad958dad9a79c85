"""Moving products in and out of stock, as warehouse documents say."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.kinds import WAREHOUSE
from services.accounts.documents.models import Document
from services.accounts.parties.models import Product
from services.accounts.stock.models import StockMove
from shared.contracts.document import Position

SIGNS: Mapping[str, int] = {"pz": 1, "pw": 1, "wz": -1, "rw": -1}
"""What comes in and what goes out; `mm` moves within the firm, where there is one stock."""


def move(session: Session, account: Account, document: Document) -> None:
    """Let stock be what it is with the document as it says now.

    A row is about the product that has its name. Where the document said so before, it stays
    about the same product, whatever that is called now. Its account is locked by the caller.
    """
    if document.kind not in WAREHOUSE:
        return
    before = _taken_back(session, document)
    sign = SIGNS.get(document.kind)
    if sign is None:
        return
    rows: Sequence[Position] = document.positions
    products = _products(session, account, {row["name"] for row in rows}) | {
        each.name: each.product_id for each in before
    }
    moves = [
        StockMove(
            document_id=document.id,
            place=place,
            product_id=products[row["name"]],
            name=row["name"],
            quantity=sign * Decimal(row["quantity"] or 0),
        )
        for place, row in enumerate(rows)
        if row["name"] in products
    ]
    session.add_all(moves)
    _add(session, moves, 1)


def take_back(session: Session, document: Document) -> None:
    """Let stock be what it would be without the document, which counts no more."""
    _taken_back(session, document)


def _taken_back(session: Session, document: Document) -> Sequence[StockMove]:
    query = select(StockMove).where(StockMove.document_id == document.id)
    before = session.scalars(query).all()
    if before:
        _add(session, before, -1)
        session.execute(delete(StockMove).where(StockMove.document_id == document.id))
        for each in before:
            session.expunge(each)
    return before


def _products(session: Session, account: Account, names: Collection[str]) -> dict[str, str]:
    """The ids of the account's products by their names; of two with one name the older."""
    query = select(Product.name, Product.id).where(
        Product.account_id == account.id, Product.name.in_(names)
    )
    rows = session.execute(query.order_by(Product.serial.desc())).all()
    return {row.name: row.id for row in rows}


def _add(session: Session, moves: Sequence[StockMove], sign: int) -> None:
    """Beside the product's version, which is that of what its programs say of it."""
    sums: dict[str, Decimal] = {}
    for each in moves:
        sums[each.product_id] = sums.get(each.product_id, Decimal(0)) + sign * each.quantity
    for id, quantity in sorted(sums.items()):
        stock = session.scalar(select(Product.stock).where(Product.id == id)) or Decimal(0)
        session.execute(
            update(Product).where(Product.id == id).values(stock=stock + quantity),
            execution_options={"synchronize_session": "fetch"},
        )
