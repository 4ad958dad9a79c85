"""Second factors, forgotten passwords, changes of e-mail, sessions' devices, a log of mails."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _second_factor()
    _links()
    op.create_table(
        "known_device",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_known_device_user_id")),
        sa.PrimaryKeyConstraint("user_id", "mark", name=op.f("pk_known_device")),
    )
    op.create_index(op.f("ix_known_device_seen_at"), "known_device", ["seen_at"])
    op.add_column("sign_in", sa.Column("address", sa.String(length=45), nullable=True))
    op.add_column("sign_in", sa.Column("agent", sa.String(length=60), nullable=True))
    op.add_column("sign_in", sa.Column("last_used_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("queued_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("delivered_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("failed_at", UtcDateTime(), nullable=True))
        batch_op.alter_column("next_at", existing_type=UtcDateTime(), nullable=True)
        batch_op.create_index(batch_op.f("ix_mail_account_id"), ["account_id"], unique=False)


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_second_factor_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])


def _links() -> None:
    op.create_table(
        "reset_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_request")),
    )
    op.create_table(
        "password_reset",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_reset_user_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_password_reset")),
    )
    op.create_index(op.f("ix_password_reset_user_id"), "password_reset", ["user_id"])
    op.create_index(op.f("ix_password_reset_expires_at"), "password_reset", ["expires_at"])
    op.create_table(
        "email_change",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("old_digest", sa.String(length=64), nullable=False),
        sa.Column("new_digest", sa.String(length=64), nullable=False),
        sa.Column("old_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("new_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_email_change_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("new_digest", name=op.f("uq_email_change_new_digest")),
        sa.UniqueConstraint("old_digest", name=op.f("uq_email_change_old_digest")),
    )
    op.create_index(op.f("ix_email_change_expires_at"), "email_change", ["expires_at"])
