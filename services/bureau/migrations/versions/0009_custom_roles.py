"""What custom roles permit, beside the roles that came over the bus."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("known_roles", sa.Column("permissions", sa.JSON(), nullable=True))
