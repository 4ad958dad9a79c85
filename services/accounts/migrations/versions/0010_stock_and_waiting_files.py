"""How much of each product there is, and files that wait to be attached."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "product", sa.Column("stock", sa.String(length=40), nullable=False, server_default="0")
    )
    op.create_index("ix_product_name", "product", ["account_id", "name"])
    op.create_table(
        "stock_move",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_stock_move_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_stock_move_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "place", name=op.f("pk_stock_move")),
    )
    op.create_index(op.f("ix_stock_move_product_id"), "stock_move", ["product_id"])
    op.create_table(
        "waiting_file",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("sent_as", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_waiting_file_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "sent_as", name=op.f("pk_waiting_file")),
    )
    op.create_index(op.f("ix_waiting_file_sha256"), "waiting_file", ["sha256"])
