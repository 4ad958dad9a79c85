"""What was exported is found by account and document alone."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_exported_document_document_id", "exported_document")
