"""Clients that leave by themselves, and frozen accounts."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "leaving",
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("leaving_id", sa.String(length=36), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_leaving")),
    )
    frozen: sa.Column[bool] = sa.Column(
        "frozen", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("account", frozen)
