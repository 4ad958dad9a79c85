"""Who saw what."""

import sqlalchemy as sa
from alembic import op

from services.accounts.sightings.triggers import guard
from shared.database import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "sighting",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sighting_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_hour"), "sighting", ["hour"])
    op.create_index(
        "uq_sighting_hour",
        "sighting",
        ["account_id", "actor", "hour", "what", "subject"],
        unique=True,
    )
    guard(op.get_bind())
