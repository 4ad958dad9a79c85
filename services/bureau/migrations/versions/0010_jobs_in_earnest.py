"""Which dry run a job does in earnest."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("bulk_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carries_out", sa.String(length=36), nullable=True))
        batch_op.create_index("uq_bulk_job_carries_out", ["carries_out"], unique=True)
