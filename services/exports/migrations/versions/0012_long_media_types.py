"""The media type of an XLSX file is longer than what there was room for."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("job") as job:
        job.alter_column("file_media_type", type_=sa.String(length=100))
