"""The table of invitations."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.roles.models import CustomRole
from services.accounts.users.models import User
from shared.clock import now
from shared.database import state_column


class Purpose(Enum):
    """What an invitation is for."""

    MEMBERSHIP = "membership"
    ACCOUNTANT_ACCESS = "accountant_access"
    OWNERSHIP = "ownership"


class Invitation(Base):
    """A link sent to a mailbox; whoever has its token reads that mailbox.

    Only the token's SHA-256 is kept. An invitation to own belongs to a transfer, every other
    one to the membership that begins when it is accepted.
    """

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose] = mapped_column(state_column(Purpose))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(10))
    role_id: Mapped[str | None] = mapped_column(ForeignKey(CustomRole.id), index=True)
    transfer_id: Mapped[str | None] = mapped_column(ForeignKey("ownership_transfer.id"))
    title: Mapped[str | None] = mapped_column(String(200))
    message: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[str | None] = mapped_column(ForeignKey(User.id))
    withdrawn_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    accepted_by: Mapped[User | None] = relationship()
    custom_role: Mapped[CustomRole | None] = relationship()

    @property
    def role_name(self) -> str | None:
        """What the account calls the role, where it is one of its own."""
        return self.custom_role.name if self.custom_role else None

    @property
    def standing(self) -> str:
        """`open`, `accepted`, `withdrawn` or `expired`."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if now() < self.expires_at else "expired"
