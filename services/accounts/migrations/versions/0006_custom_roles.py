"""Custom roles."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"

HOLDERS = ("membership", "invitation", "api_token")


def upgrade() -> None:
    op.create_table(
        "custom_role",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_custom_role_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_role")),
    )
    op.create_index("uq_custom_role_name", "custom_role", ["account_id", "name_key"], unique=True)
    # Written out, since alembic would copy the whole table on SQLite for a column with a key.
    for table in HOLDERS:
        name = f"fk_{table}_role_id"
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN role_id VARCHAR(36) "
            f"CONSTRAINT {name} REFERENCES custom_role (id)"
        )
        op.create_index(op.f(f"ix_{table}_role_id"), table, ["role_id"])
    version = sa.Column("roles_version", sa.Integer(), server_default="0", nullable=False)
    op.add_column("api_token", version)
    op.add_column("known_roles", sa.Column("permissions", sa.JSON(), nullable=True))
