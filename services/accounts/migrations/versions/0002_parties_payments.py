"""Contractors, products, payments; what compatible programs say beside a document."""

import sqlalchemy as sa
from alembic import op

from services.accounts.documents.models import JsonText
from shared.database import Money, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "contractor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("name_key", sa.String(length=600), nullable=False),
        sa.Column("tax_no", sa.String(length=50), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("post_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("bank_account", sa.String(length=34), nullable=True),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contractor_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor")),
    )
    with op.batch_alter_table("contractor", schema=None) as batch_op:
        batch_op.create_index("ix_contractor_name", ["account_id", "name_key"], unique=False)
        batch_op.create_index("ix_contractor_tax_no", ["account_id", "tax_no"], unique=False)
        batch_op.create_index("uq_contractor_serial", ["account_id", "serial"], unique=True)

    op.create_table(
        "product",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=True),
        sa.Column("base", sa.String(length=5), nullable=False),
        sa.Column("price", Money(), nullable=True),
        sa.Column("vat_rate", sa.String(length=10), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("unit", sa.String(length=50), nullable=True),
        sa.Column("gtu", sa.String(length=6), nullable=True),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_product_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index("uq_product_serial", ["account_id", "serial"], unique=True)

    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=True),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("amount", Money(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_account_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_payment_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_document_id"), ["document_id"], unique=False)
        batch_op.create_index("uq_payment_serial", ["account_id", "serial"], unique=True)

    op.add_column("document", sa.Column("beside", JsonText(), nullable=True))
    op.drop_index("uq_document_serial", "document")
    op.drop_index("ix_document_listing", "document")
    columns = ["account_id", "serial", "state", "income", "kind", "id"]
    op.create_index("ix_document_listing", "document", columns)
