"""The tables of what a bureau notes about its clients."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base


class Desk(Base):
    """The bureau's own number for a client, and a note; it ends with the client's row."""

    __tablename__ = "desk"

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    own_number: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Tag(Base):
    """A word by which the bureau groups its clients."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_word", "word", "client_id"),)

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
