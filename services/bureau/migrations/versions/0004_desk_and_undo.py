"""Desk and undo."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "desk",
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("own_number", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_desk_client_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_desk")),
    )
    op.create_table(
        "tag",
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_tag_client_id")),
        sa.PrimaryKeyConstraint("client_id", "word", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index("ix_tag_word", ["word", "client_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duty", sa.String(length=6), nullable=True))
        batch_op.create_index(
            "uq_assignment_duty",
            ["client_id", "duty"],
            unique=True,
            postgresql_where=sa.text("duty IS NOT NULL"),
            sqlite_where=sa.text("duty IS NOT NULL"),
        )

    with op.batch_alter_table("bulk_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes", sa.String(length=36), nullable=True))
        batch_op.create_index("uq_bulk_job_undoes", ["undoes"], unique=True)

    with op.batch_alter_table("bulk_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undo", sa.JSON(), nullable=True))
