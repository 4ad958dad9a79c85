"""What went out last is told by the order of the exports, so its rows never change.

And the parts of an export that are left are found without passing over those that are not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

NOT_COMPLETE = """
DELETE FROM exported_document WHERE NOT EXISTS (
    SELECT 1 FROM job
    WHERE job.id = exported_document.job_id AND job.attempt = exported_document.attempt
      AND job.state IN ('completed', 'expired')
)
"""
LEFT_OUT = """
UPDATE exported_document SET went_out = false WHERE EXISTS (
    SELECT 1 FROM job_problem
    WHERE job_problem.job_id = exported_document.job_id
      AND job_problem.attempt = exported_document.attempt
      AND job_problem.document_id = exported_document.document_id
      AND job_problem.code = 'unsupported_document'
)
"""
BEGIN_ANEW = """
UPDATE job_part SET ended_at = NULL, lease = NULL, leased_until = NULL, done = 0
WHERE error IS NULL
  AND job_id IN (SELECT id FROM job WHERE state = 'running')
"""
"""What was read is kept with a part now, and its journal holds problems alone."""


def upgrade() -> None:
    op.execute(sa.text(NOT_COMPLETE))
    op.execute(sa.text(LEFT_OUT))
    op.execute(sa.text(BEGIN_ANEW))
    op.drop_index("ix_exported_document_newest", "exported_document")
    with op.batch_alter_table("exported_document") as table:
        table.drop_constraint(op.f("fk_exported_document_job_id"), type_="foreignkey")
        table.drop_constraint(op.f("pk_exported_document"), type_="primary")
        table.drop_column("attempt")
        table.drop_column("is_newest")
        table.create_primary_key(
            op.f("pk_exported_document"), ["account_id", "document_id", "format", "job_id"]
        )
    op.create_index("ix_exported_document_job", "exported_document", ["job_id", "document_id"])
    op.create_index(
        "ix_job_part_left",
        "job_part",
        ["job_id", "position"],
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
