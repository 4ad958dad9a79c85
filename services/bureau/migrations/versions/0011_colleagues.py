"""Who the bureau's people are."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "colleague",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "user_id", name=op.f("pk_colleague")),
    )
    with op.batch_alter_table("colleague", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_user_id"), ["user_id"], unique=False)
