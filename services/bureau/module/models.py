"""The tables of modules and of the seats in their packages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from services.bureau.module.lifecycle import State
from shared.database import BigIdentity, UtcDateTime, state_column


class Module(Base):
    """A bureau: its id is that of its account. `used` is the sum of its seat movements."""

    __tablename__ = "module"
    __table_args__ = (CheckConstraint("used BETWEEN 0 AND package_size", name="used_in_package"),)

    id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(63))
    package_size: Mapped[int] = mapped_column()
    used: Mapped[int] = mapped_column(default=0)
    valid_until: Mapped[date | None] = mapped_column(Date)  # The last day.
    state: Mapped[State] = mapped_column(state_column(State))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> dict[str, Any]:
        """What every message about it carries."""
        return {
            "bureau_id": self.id,
            "prefix": self.prefix,
            "package_size": self.package_size,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }


class ModuleChange(Base):
    """What was done to a module, why and by whom; rows are only ever added."""

    __tablename__ = "module_change"
    __table_args__ = (Index("ix_module_change_bureau", "bureau_id", "position"),)

    position: Mapped[int] = mapped_column(BigIdentity, primary_key=True, autoincrement=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(20))  # A trigger, `resize` or `expire`.
    package_size: Mapped[int] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(80))


class ModuleNotice(Base):
    """A warning that a bureau was given, so that it is given once."""

    __tablename__ = "module_notice"

    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"), primary_key=True)
    occasion: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeatMovement(Base):
    """A seat taken (+1) or given back (-1).

    A holder does each once at most in a turn; a seat that a smaller package took away and a
    larger one returns begins the next turn.
    """

    __tablename__ = "seat_movement"
    __table_args__ = (
        UniqueConstraint("holder", "turn", "change"),
        CheckConstraint("change IN (-1, 1)", name="one_seat"),
    )

    id: Mapped[int] = mapped_column(BigIdentity, primary_key=True, autoincrement=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"), index=True)
    holder: Mapped[str] = mapped_column(String(36))  # A company request or a client.
    turn: Mapped[int] = mapped_column(default=1, server_default="1")
    change: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeatClaim(Base):
    """A client that is paid for and waits for a seat; the first of them gets the next one."""

    __tablename__ = "seat_claim"
    __table_args__ = (Index("ix_seat_claim_queue", "bureau_id", "id"),)

    id: Mapped[int] = mapped_column(BigIdentity, primary_key=True, autoincrement=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"))
    holder: Mapped[str] = mapped_column(String(36), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
