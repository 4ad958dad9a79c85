"""Who asked for a hand-over package, why a client was detached, what a leaving client weighs."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("handover_package", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_by_id", sa.String(length=36), nullable=True))

    with op.batch_alter_table("client_month", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leaving", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detach_reason", sa.Text(), nullable=True))
