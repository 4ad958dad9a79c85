"""The table of what warehouse documents move."""

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base
from services.accounts.documents.models import Document
from services.accounts.parties.models import Product, Quantity


class StockMove(Base):
    """What one row of a warehouse document adds to a product, or takes from it.

    `place` is the row's place in the document, `name` what it calls the product.
    """

    __tablename__ = "stock_move"

    document_id: Mapped[str] = mapped_column(
        String(36), ForeignKey(Document.id, ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(
        String(36), ForeignKey(Product.id, ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(512))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
