"""Carers and lists."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0008"
down_revision = "0007"

CHANGED = """
UPDATE client_month SET changed = true
WHERE EXISTS (
    SELECT 1 FROM month_activity
    LEFT JOIN last_export ON last_export.account_id = month_activity.account_id
    WHERE month_activity.account_id = client_month.account_id
    AND month_activity.month = client_month.month
    AND month_activity.changed_at IS NOT NULL
    AND (last_export.at IS NULL OR month_activity.changed_at > last_export.at)
)
"""


def upgrade() -> None:
    op.create_table(
        "succession",
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("carer", sa.String(length=36), nullable=True),
        sa.Column("carers", sa.JSON(), nullable=False),
        sa.Column("named_by", sa.String(length=80), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["module.id"], name=op.f("fk_succession_bureau_id")),
        sa.PrimaryKeyConstraint("bureau_id", "user_id", name=op.f("pk_succession")),
    )
    op.create_table(
        "orphan",
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("former_carer", sa.String(length=36), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["module.id"], name=op.f("fk_orphan_bureau_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_orphan_client_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_orphan")),
    )
    with op.batch_alter_table("orphan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orphan_bureau_id"), ["bureau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orphan_former_carer"), ["former_carer"], unique=False)

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix_client_since", ["bureau_id", "since", "id"])
        batch_op.create_index("ix_client_state", ["bureau_id", "state", "sort_key", "id"])

    with op.batch_alter_table("client_month", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("changed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(
            "ix_client_month_changed",
            ["bureau_id", "month", "missing", "id"],
            postgresql_where=sa.text("changed"),
            sqlite_where=sa.text("changed = 1"),
        )
        batch_op.create_index(
            "ix_client_month_count", ["bureau_id", "month", "state", "changed", "client_id"]
        )

    with op.batch_alter_table("company_request", schema=None) as batch_op:
        batch_op.drop_index("ix_company_request_list")
        for column in ("sort_key", "prefix", "since"):
            batch_op.create_index(
                f"ix_company_request_shown_{column}",
                ["bureau_id", column, "id"],
                postgresql_where=sa.text("shown"),
                sqlite_where=sa.text("shown = 1"),
            )

    with op.batch_alter_table("bulk_job", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_job_bureau_id")
        batch_op.create_index("ix_bulk_job_turns", ["bureau_id", "worked_at"])

    op.execute(CHANGED)
