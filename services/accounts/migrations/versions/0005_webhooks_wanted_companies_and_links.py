"""Webhooks, companies that programs want, links to documents, wider indexes of documents."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:

    op.create_table(
        "wanted_company",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["account.id"], name=op.f("fk_wanted_company_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_company")),
    )
    with op.batch_alter_table("wanted_company", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wanted_company_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("api_token", sa.String(length=200), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_webhook_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index("uq_webhook_serial", ["account_id", "serial"], unique=True)

    op.create_table(
        "document_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_link_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_document_link")),
    )
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_link_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_link_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "webhook_delivery",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("webhook_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhook.id"],
            name=op.f("fk_webhook_delivery_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("id", name=op.f("uq_webhook_delivery_id")),
    )
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_webhook_delivery_due",
            ["next_at"],
            unique=False,
            postgresql_where=sa.text("next_at IS NOT NULL"),
            sqlite_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index("ix_webhook_delivery_log", ["webhook_id", "position"], unique=False)
        batch_op.create_index(
            "ix_webhook_delivery_waiting",
            ["webhook_id", "subject", "position"],
            unique=False,
            postgresql_where=sa.text("next_at IS NOT NULL"),
            sqlite_where=sa.text("next_at IS NOT NULL"),
        )

    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_api_token_user_id"), "user", ["user_id"], ["id"])

    listed = ["state", "income", "kind"]
    days = ["issue_date", "sale_date"]
    for name, columns in {
        "ix_document_issue": ["account_id", "issue_date", "id", *listed],
        "ix_document_sale": ["account_id", "sale_date", "id", *listed],
        "ix_document_listing": ["account_id", "serial", *listed, "id", *days],
        "ix_document_contractor": ["account_id", "contractor_id", "serial", *listed, "id", *days],
    }.items():
        op.drop_index(name, "document")
        op.create_index(name, "document", columns)
