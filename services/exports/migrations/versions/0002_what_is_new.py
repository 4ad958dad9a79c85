"""What each export remembers of its documents, and exports that go by it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("job", sa.Column("only", sa.String(length=20), nullable=True))
    op.add_column("job", sa.Column("repeats", sa.String(length=36), nullable=True))
    op.create_table(
        "exported_document",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("format", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("went_out", sa.Boolean(), nullable=False),
        sa.Column("is_newest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_exported_document_job_id")),
        sa.PrimaryKeyConstraint(
            "job_id", "attempt", "document_id", name=op.f("pk_exported_document")
        ),
    )
    op.create_index("ix_exported_document_document_id", "exported_document", ["document_id"])
    op.create_index(
        "ix_exported_document_newest",
        "exported_document",
        ["account_id", "document_id", "format"],
        postgresql_where=sa.text("is_newest"),
        sqlite_where=sa.text("is_newest = 1"),
    )
