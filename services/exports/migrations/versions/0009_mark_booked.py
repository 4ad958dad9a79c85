"""Whether an export goes into the books."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "job",
        sa.Column("mark_booked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
