"""The table of who looks after which client."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base


class Assignment(Base):
    """One person of the bureau who looks after a client; it ends with the client's row."""

    __tablename__ = "assignment"

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
