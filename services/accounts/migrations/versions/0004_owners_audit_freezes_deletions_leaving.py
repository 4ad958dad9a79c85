"""New owners, the audit, frozen accounts, deletions, clients that leave by themselves."""

import sqlalchemy as sa
from alembic import op

from services.accounts.audit.triggers import guard
from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_head_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_row",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_row_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_audit_row")),
    )
    guard(op.get_bind())
    op.create_table(
        "deletion",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("link_expires_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "confirmed",
                "done",
                "withdrawn",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("sealed_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_deletion_account_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_deletion_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
        sa.UniqueConstraint("digest", name=op.f("uq_deletion_digest")),
    )
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletion_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "uq_deletion_open",
            ["account_id"],
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'confirmed')"),
            sqlite_where=sa.text("state IN ('asked', 'confirmed')"),
        )

    op.create_table(
        "leaving",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("taker_id", sa.String(length=36), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "started",
                "handed_over",
                "withdrawn",
                "stopped",
                "completed",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_leaving_account_id")),
        sa.ForeignKeyConstraint(["bureau_id"], ["account.id"], name=op.f("fk_leaving_bureau_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["user.id"], name=op.f("fk_leaving_taker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving")),
    )
    with op.batch_alter_table("leaving", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leaving_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_leaving_due",
            ["next_at"],
            unique=False,
            postgresql_where=sa.text("state = 'started'"),
            sqlite_where=sa.text("state = 'started'"),
        )
        batch_op.create_index(
            "uq_leaving_open",
            ["account_id"],
            unique=True,
            postgresql_where=sa.text("state = 'started'"),
            sqlite_where=sa.text("state = 'started'"),
        )

    op.create_table(
        "owner_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("owner_version", sa.Integer(), nullable=False),
        sa.Column("former_kind", sa.String(length=6), nullable=False),
        sa.Column("former_id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_owner_change_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_change")),
        sa.UniqueConstraint(
            "account_id", "owner_version", name=op.f("uq_owner_change_account_id_owner_version")
        ),
    )
    op.create_table(
        "freeze",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("objector", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "frozen", name="state", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["owner_change.id"], name=op.f("fk_freeze_change_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["account.id"], name=op.f("fk_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze")),
    )
    with op.batch_alter_table("freeze", schema=None) as batch_op:
        batch_op.create_index(
            "ix_freeze_frozen",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state = 'frozen'"),
            sqlite_where=sa.text("state = 'frozen'"),
        )

    op.create_table(
        "objection_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["owner_change.id"], name=op.f("fk_objection_link_change_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_objection_link")),
    )
    with op.batch_alter_table("objection_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_link_change_id"), ["change_id"], unique=False
        )
