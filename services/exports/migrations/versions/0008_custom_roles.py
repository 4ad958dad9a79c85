"""What custom roles permit, beside the roles that came over the bus."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("known_roles", sa.Column("permissions", sa.JSON(), nullable=True))
