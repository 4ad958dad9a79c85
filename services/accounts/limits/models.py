"""The table in which tries are counted."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class Tries(Base):
    """How often something was tried since its minute began, by what and by whom."""

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
