"""Why an operator settled a dead letter."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("dead_letter", sa.Column("settled_why", sa.Text(), nullable=True))
