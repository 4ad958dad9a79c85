"""Hand-over packages."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "handover_package",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=6), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_handover_package_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_package")),
    )
    with op.batch_alter_table("handover_package", schema=None) as batch_op:
        batch_op.create_index("ix_handover_package_client", ["client_id", "id"], unique=False)

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("awaited_package", sa.String(length=36), nullable=True))
