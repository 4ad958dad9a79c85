"""The arithmetic of documents: rows, VAT, sums. Decimal throughout, rounded half-up."""

from services.accounts.documents.computing.amounts import Base, half_up, money
from services.accounts.documents.computing.rows import Row, position_of, row_of
from services.accounts.documents.computing.sums import Amounts, Strategy, amounts_of

__all__ = [
    "Amounts",
    "Base",
    "Row",
    "Strategy",
    "amounts_of",
    "half_up",
    "money",
    "position_of",
    "row_of",
]
