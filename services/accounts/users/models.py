"""The tables of people and of their roles in accounts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, literal, select, text, union_all
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.roles.models import CustomRole


class User(Base):
    """A person. `email` is in lower case; who was only invited has no password yet.

    `roles_version` counts the changes of the person's roles in all accounts.
    """

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    email_verified_at: Mapped[datetime | None]
    is_operator: Mapped[bool]
    roles_version: Mapped[int]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def email_verified(self) -> bool:
        """Whether the person proved that the mailbox is theirs."""
        return self.email_verified_at is not None


class Membership(Base):
    """A person's role in an account; it counts from `joined_at`, before that it is an invitation.

    `role_id` names the custom role of whoever has the role `custom`. The owner's row says the
    same as the account's `owner_id`; both are written together.
    """

    __tablename__ = "membership"

    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    role_id: Mapped[str | None] = mapped_column(ForeignKey(CustomRole.id), index=True)
    joined_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    user: Mapped[User] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(
            "uq_membership_owner",
            "account_id",
            unique=True,
            postgresql_where=text("role = 'owner'"),
            sqlite_where=text("role = 'owner'"),
        ),
    )


class EmailProof(Base):
    """A link that was mailed to a person; who follows it reads that mailbox."""

    __tablename__ = "email_proof"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), index=True)
    expires_at: Mapped[datetime]


class AccountantAccess(Base):
    """The accountant without a bureau whom an account has let in; one per account."""

    __tablename__ = "accountant_access"

    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), index=True)


_people = (
    select(
        Membership.account_id,
        User.id,
        literal("user").label("kind"),
        User.name,
        User.email.label("email"),
        literal(None, String).label("bureau_prefix"),
        Membership.role,
        Membership.role_id,
        CustomRole.name.label("role_name"),
        Membership.joined_at.is_not(None).label("joined"),
        Membership.version,
    )
    .join(User, User.id == Membership.user_id)
    .outerjoin(CustomRole, CustomRole.id == Membership.role_id)
)

_client, _bureau = Account.__table__.alias("client"), Account.__table__.alias("bureau")

_bureaus = (
    select(
        _client.c.id,
        _bureau.c.id,
        literal("bureau"),
        _bureau.c.company["name"].as_string(),
        literal(None, String),
        _bureau.c.prefix,
        _client.c.bureau_role,
        literal(None, String),
        literal(None, String),
        literal(True),
        _client.c.version,
    )
    .join(_bureau, _bureau.c.id == _client.c.bureau_id)
    .where(_client.c.bureau_role.is_not(None))
)

_holders = union_all(_people, _bureaus).subquery("holder")


class Holder(Base):
    """Whoever holds a role in an account: its people, and the bureau, in one list. Read only."""

    __table__ = _holders
    __mapper_args__ = {"primary_key": [_holders.c.account_id, _holders.c.id]}

    id: Mapped[str]
    account_id: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    bureau_prefix: Mapped[str | None]
    role: Mapped[str]
    role_id: Mapped[str | None]
    role_name: Mapped[str | None]
    joined: Mapped[bool]
    version: Mapped[int]
