"""The table of clients."""

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.bureau.accounts.models import Account
from services.bureau.clients.lifecycle import State
from services.bureau.database import Base
from services.bureau.module.models import Module
from services.bureau.served.columns import ServedColumns
from shared.database import state_column

LIVING = text("state <> 'detached'")
SHOWN = text("shown")


class Client(ServedColumns, Base):
    """One client of one bureau, from link to detach; linked again it is another row.

    Its id is the link's, as accounts gave it. `seat` is the name under which its seat, or
    its claim to one, stands, while the bureau pays for the account. `awaited_package` is the
    hand-over package that the client asked for, until it is verified or waived.
    """

    __tablename__ = "client"
    __table_args__ = (
        # An account has one bureau at a time, and a bureau serves it once at a time.
        Index(
            "uq_client_living",
            "account_id",
            unique=True,
            postgresql_where=LIVING,
            sqlite_where=LIVING,
        ),
        Index(
            "uq_client_shown",
            "bureau_id",
            "prefix",
            unique=True,
            postgresql_where=SHOWN,
            sqlite_where=SHOWN,
        ),
        Index("ix_client_list", "bureau_id", "sort_key", "id"),
        Index("ix_client_since", "bureau_id", "since", "id"),
        Index("ix_client_state", "bureau_id", "state", "sort_key", "id"),
        Index("ix_client_prefix", "bureau_id", "prefix"),
        Index("ix_client_pair", "bureau_id", "account_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    bureau_role: Mapped[str | None] = mapped_column(String(20))  # accountant | owner
    owner_kind: Mapped[str] = mapped_column(String(6))  # user | bureau
    payer: Mapped[str] = mapped_column(String(6))  # client | bureau
    awaited_package: Mapped[str | None] = mapped_column(String(36))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("company_request.id"))
    seat: Mapped[str | None] = mapped_column(String(36))
    detach_reason: Mapped[str | None] = mapped_column(Text)  # Where the bureau gave one.
    state: Mapped[State] = mapped_column(state_column(State))
    version: Mapped[int] = mapped_column()

    module: Mapped[Module] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def frozen(self) -> bool:
        """Whether an operator has to decide who owns the account."""
        return self.account.frozen

    __mapper_args__ = {"version_id_col": version}
