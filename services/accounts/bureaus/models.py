"""What accounts knows of bureaus by their messages."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class BureauModule(Base):
    """A copy of a bureau's module: `active`, `suspended` or `closed`. No row: never switched on."""

    __tablename__ = "bureau_module"

    bureau_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))


class Assignment(Base):
    """A copy of who among a bureau's members looks after a client, by the client's link."""

    __tablename__ = "assignment"

    link_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
