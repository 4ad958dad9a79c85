"""Hand-over packages."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "handover_package",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_handover_package_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_package")),
    )
    with op.batch_alter_table("handover_package", schema=None) as batch_op:
        batch_op.create_index("ix_handover_package_account", ["account_id", "id"], unique=False)

    op.create_table(
        "statement_request",
        sa.Column("package_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("served_from", sa.Date(), nullable=False),
        sa.Column("served_to", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_statement_request_account_id")
        ),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_statement_request")),
    )
    with op.batch_alter_table("statement_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_request_next_at"), ["next_at"], unique=False)
