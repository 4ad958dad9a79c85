"""Module packages."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "module_change",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("package_size", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["module.id"], name=op.f("fk_module_change_bureau_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_module_change")),
    )
    with op.batch_alter_table("module_change", schema=None) as batch_op:
        batch_op.create_index("ix_module_change_bureau", ["bureau_id", "position"], unique=False)

    op.create_table(
        "module_notice",
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["module.id"], name=op.f("fk_module_notice_bureau_id")
        ),
        sa.PrimaryKeyConstraint("bureau_id", "occasion", name=op.f("pk_module_notice")),
    )
    with op.batch_alter_table("seat_movement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turn", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_seat_movement_holder_change"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_seat_movement_holder_turn_change"), ["holder", "turn", "change"]
        )
