"""Whether an export goes into the books."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "job",
        sa.Column("mark_booked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
