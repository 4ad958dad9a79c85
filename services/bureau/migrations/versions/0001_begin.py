"""Begin."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "dead_letter",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=36), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_failed_at", UtcDateTime(), nullable=False),
        sa.Column("died_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
    )
    with op.batch_alter_table("dead_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dead_letter_state"), ["state"], unique=False)
        batch_op.create_index("ix_dead_letter_subject", ["subject", "version"], unique=False)

    op.create_table(
        "ended_session",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_ended_session")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("beat_at", UtcDateTime(), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("connected_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("process", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "history",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("lifecycle", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=True),
        sa.Column("dest", sa.String(length=20), nullable=False),
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_history")),
        sa.UniqueConstraint("id", name=op.f("uq_history_id")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index(
            "ix_history_entity", ["lifecycle", "entity_id", "position"], unique=False
        )

    op.create_table(
        "idempotency",
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("busy_until", UtcDateTime(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_created_at"), ["created_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "inbox_subject",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("source", "subject", name=op.f("pk_inbox_subject")),
    )
    with op.batch_alter_table("inbox_subject", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_subject_held",
            ["subject"],
            unique=False,
            postgresql_where=sa.text("held = true"),
            sqlite_where=sa.text("held = true"),
        )

    op.create_table(
        "known_key",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("jwk", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_known_key")),
    )
    op.create_table(
        "known_roles",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("roles_version", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_known_roles")),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("subject_version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("unroutable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sa.UniqueConstraint(
            "subject", "subject_version", name=op.f("uq_outbox_subject_subject_version")
        ),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_unroutable",
            ["id"],
            unique=False,
            postgresql_where=sa.text("unroutable = true"),
            sqlite_where=sa.text("unroutable = true"),
        )
        batch_op.create_index(
            "ix_outbox_unsent",
            ["id"],
            unique=False,
            postgresql_where=sa.text("sent_at IS NULL"),
            sqlite_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "outbox_subject",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_outbox_subject")),
    )
    op.create_table(
        "parked",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
        sa.UniqueConstraint(
            "source", "subject", "version", name=op.f("uq_parked_source_subject_version")
        ),
    )
    with op.batch_alter_table("parked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_next_at"), ["next_at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("prefix", sa.String(length=63), nullable=False),
        sa.Column("company", sa.JSON(), nullable=False),
        sa.Column("owner_kind", sa.String(length=6), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("owner_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("prefix", name=op.f("uq_account_prefix")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_newest", ["bureau_id", "account_id", "id"], unique=False)

    op.create_table(
        "bulk_job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("worked_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["account.id"], name=op.f("fk_bulk_job_bureau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_job")),
    )
    with op.batch_alter_table("bulk_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_job_bureau_id"), ["bureau_id"], unique=False)
        batch_op.create_index(
            "ix_bulk_job_unfinished",
            ["worked_at"],
            unique=False,
            postgresql_where=sa.text("finished_at IS NULL"),
            sqlite_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "module",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("prefix", sa.String(length=63), nullable=False),
        sa.Column("package_size", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("active", "suspended", "closed", name="state", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "used BETWEEN 0 AND package_size", name=op.f("ck_module_used_in_package")
        ),
        sa.ForeignKeyConstraint(["id"], ["account.id"], name=op.f("fk_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
    )
    op.create_table(
        "bulk_row",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prefix", sa.String(length=63), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["bulk_job.id"], name=op.f("fk_bulk_row_job_id")),
        sa.PrimaryKeyConstraint("job_id", "position", name=op.f("pk_bulk_row")),
    )
    op.create_table(
        "company_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("company", sa.JSON(), nullable=False),
        sa.Column("client_email", sa.String(length=254), nullable=True),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "created",
                "rejected",
                "abandoned",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("seat", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("tax_no", sa.String(length=40), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=1536).with_variant(
                sa.String(length=1536, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("search_key", sa.String(length=1024), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("versions_before", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["module.id"], name=op.f("fk_company_request_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_request")),
    )
    with op.batch_alter_table("company_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_company_request_list", ["bureau_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index("ix_company_request_open", ["state", "requested_at"], unique=False)
        batch_op.create_index("ix_company_request_prefix", ["bureau_id", "prefix"], unique=False)

    op.create_table(
        "seat_claim",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["module.id"], name=op.f("fk_seat_claim_bureau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_claim")),
        sa.UniqueConstraint("holder", name=op.f("uq_seat_claim_holder")),
    )
    with op.batch_alter_table("seat_claim", schema=None) as batch_op:
        batch_op.create_index("ix_seat_claim_queue", ["bureau_id", "id"], unique=False)

    op.create_table(
        "seat_movement",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("change IN (-1, 1)", name=op.f("ck_seat_movement_one_seat")),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["module.id"], name=op.f("fk_seat_movement_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_movement")),
        sa.UniqueConstraint("holder", "change", name=op.f("uq_seat_movement_holder_change")),
    )
    with op.batch_alter_table("seat_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_movement_bureau_id"), ["bureau_id"], unique=False)

    op.create_table(
        "client",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bureau_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("bureau_role", sa.String(length=20), nullable=True),
        sa.Column("owner_kind", sa.String(length=6), nullable=False),
        sa.Column("payer", sa.String(length=6), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.Column("seat", sa.String(length=36), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "linked",
                "active",
                "handed_over",
                "detached",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("tax_no", sa.String(length=40), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=1536).with_variant(
                sa.String(length=1536, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("search_key", sa.String(length=1024), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("versions_before", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_client_account_id")),
        sa.ForeignKeyConstraint(["bureau_id"], ["module.id"], name=op.f("fk_client_bureau_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["company_request.id"], name=op.f("fk_client_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix_client_list", ["bureau_id", "sort_key", "id"], unique=False)
        batch_op.create_index("ix_client_pair", ["bureau_id", "account_id"], unique=False)
        batch_op.create_index("ix_client_prefix", ["bureau_id", "prefix"], unique=False)
        batch_op.create_index(
            "uq_client_living",
            ["account_id"],
            unique=True,
            postgresql_where=sa.text("state <> 'detached'"),
            sqlite_where=sa.text("state <> 'detached'"),
        )
        batch_op.create_index(
            "uq_client_shown",
            ["bureau_id", "prefix"],
            unique=True,
            postgresql_where=sa.text("shown"),
            sqlite_where=sa.text("shown"),
        )

    op.create_table(
        "assignment",
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_assignment_client_id")),
        sa.PrimaryKeyConstraint("client_id", "user_id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_user_id"), ["user_id"], unique=False)
