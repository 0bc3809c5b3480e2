"""exposures"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outlet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("username", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("unreachable_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("form IN ('full', 'short', 'album')", name=op.f("ck_outlet_form")),
        sa.CheckConstraint("kind IN ('channel', 'group')", name=op.f("ck_outlet_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_outlet_chat_id")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cron", sa.String(length=60), nullable=False),
        sa.Column("days", sa.String(length=8), nullable=False),
        sa.Column("shift", sa.String(length=8), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("days IN ('any', 'working', 'eve')", name=op.f("ck_slot_days")),
        sa.CheckConstraint("shift IN ('none', 'before', 'after')", name=op.f("ck_slot_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("reach", sa.String(length=40), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_batch_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index("ix_batch_due_at", ["due_at"], unique=False)
        batch_op.create_index("ix_batch_slot_id", ["slot_id", "queued_at"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what IN ('all', 'town', 'category')", name=op.f("ck_subscription_what")),
        sa.ForeignKeyConstraint(["key"], ["correspondent.key"], name=op.f("fk_subscription_key_correspondent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("key", "what", "value", name=op.f("uq_subscription_key_what_value")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index("ix_subscription_what", ["what", "value", "key"], unique=False)

    op.create_table(
        "exposure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("class", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("desk_id", sa.String(length=64), nullable=True),
        sa.Column("violation", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reporter_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "class IN ('penalty', 'transfer', 'warning', 'sampling', 'progress')", name=op.f("ck_exposure_class")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'scheduled', 'publishing', 'published', "
            "'corrected', 'withdrawn', 'expired', 'discarded')",
            name=op.f("ck_exposure_status"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_exposure_batch_id_batch")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exposure_case_id_case")),
        sa.ForeignKeyConstraint(["corrects_id"], ["exposure.id"], name=op.f("fk_exposure_corrects_id_exposure")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_exposure_desk_id_desk")),
        sa.ForeignKeyConstraint(["series_id"], ["exposure.id"], name=op.f("fk_exposure_series_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure")),
    )
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.create_index("ix_exposure_batch_id", ["batch_id", "id"], unique=False)
        batch_op.create_index("ix_exposure_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_exposure_expires_on", ["expires_on"], unique=False)
        batch_op.create_index("ix_exposure_series_id", ["series_id"], unique=False)
        batch_op.create_index("ix_exposure_status", ["status", "id"], unique=False)
        batch_op.create_index(
            "uq_exposure_case",
            ["case_id"],
            unique=True,
            postgresql_where=sa.text("corrects_id IS NULL AND status <> 'discarded'"),
            sqlite_where=sa.text("corrects_id IS NULL AND status <> 'discarded'"),
        )

    op.create_table(
        "broadcast",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("begun_by", sa.BigInteger(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'paused', 'done', 'cancelled')", name=op.f("ck_broadcast_state")),
        sa.CheckConstraint(
            "verb IN ('publish', 'rehearse', 'correct', 'withdraw', 'expire', 'reprint')",
            name=op.f("ck_broadcast_verb"),
        ),
        sa.ForeignKeyConstraint(["exposure_id"], ["exposure.id"], name=op.f("fk_broadcast_exposure_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index("ix_broadcast_exposure_id", ["exposure_id"], unique=False)
        batch_op.create_index("ix_broadcast_state", ["state", "id"], unique=False)

    op.create_table(
        "exposure_approval",
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exposure_id"], ["exposure.id"], name=op.f("fk_exposure_approval_exposure_id_exposure")
        ),
        sa.PrimaryKeyConstraint("exposure_id", "digest", "user_id", name=op.f("pk_exposure_approval")),
    )
    op.create_table(
        "exposure_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("from_status", sa.String(length=12), nullable=True),
        sa.Column("to_status", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["exposure_id"], ["exposure.id"], name=op.f("fk_exposure_event_exposure_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_event")),
        sa.UniqueConstraint("exposure_id", "seq", name=op.f("uq_exposure_event_exposure_id_seq")),
    )
    op.create_table(
        "exposure_flag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IS NULL OR decision IN ('keep')", name=op.f("ck_exposure_flag_decision")),
        sa.ForeignKeyConstraint(["exposure_id"], ["exposure.id"], name=op.f("fk_exposure_flag_exposure_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_flag")),
        sa.UniqueConstraint("exposure_id", "key", name=op.f("uq_exposure_flag_exposure_id_key")),
    )
    op.create_table(
        "exposure_part",
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["exposure_id"], ["exposure.id"], name=op.f("fk_exposure_part_exposure_id_exposure")),
        sa.PrimaryKeyConstraint("exposure_id", "name", name=op.f("pk_exposure_part")),
    )
    op.create_table(
        "copy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient", sa.String(length=80), nullable=False),
        sa.Column("piece", sa.String(length=8), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("message_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("previous_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("form IN ('full', 'short', 'album')", name=op.f("ck_copy_form")),
        sa.CheckConstraint("piece IN ('album', 'text')", name=op.f("ck_copy_piece")),
        sa.CheckConstraint(
            "state IN ('waiting', 'queued', 'done', 'failed', 'in_doubt', 'cancelled')", name=op.f("ck_copy_state")
        ),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_copy_broadcast_id_broadcast")),
        sa.ForeignKeyConstraint(["previous_id"], ["copy.id"], name=op.f("fk_copy_previous_id_copy")),
        sa.ForeignKeyConstraint(["series_id"], ["exposure.id"], name=op.f("fk_copy_series_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
        sa.UniqueConstraint("broadcast_id", "recipient", "piece", name=op.f("uq_copy_broadcast_id_recipient_piece")),
    )
    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.create_index("ix_copy_broadcast_state", ["broadcast_id", "state", "id"], unique=False)
        batch_op.create_index(
            "ix_copy_in_doubt",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state = 'in_doubt'"),
            sqlite_where=sa.text("state = 'in_doubt'"),
        )
        batch_op.create_index(
            "ix_copy_live",
            ["series_id", "recipient", "piece"],
            unique=False,
            postgresql_where=sa.text("live"),
            sqlite_where=sa.text("live"),
        )

    op.create_table(
        "exposure_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exposure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("boxes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IS NULL OR state IN ('wanted', 'made', 'failed')", name=op.f("ck_exposure_photo_state")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_exposure_photo_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["exposure_id"], ["exposure.id"], name=op.f("fk_exposure_photo_exposure_id_exposure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_photo")),
        sa.UniqueConstraint("exposure_id", "evidence_id", name=op.f("uq_exposure_photo_exposure_id_evidence_id")),
    )
    with op.batch_alter_table("exposure_photo", schema=None) as batch_op:
        batch_op.create_index("ix_exposure_photo_state", ["state", "not_before"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "uq_outbox_copy",
            ["copy_id"],
            unique=True,
            postgresql_where=sa.text("copy_id IS NOT NULL"),
            sqlite_where=sa.text("copy_id IS NOT NULL"),
        )

    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sent_message_board",
            ["recipient", "ask", "message_id"],
            unique=False,
            postgresql_where=sa.text("mark = 'board'"),
            sqlite_where=sa.text("mark = 'board'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_sent_message_board", postgresql_where=sa.text("mark = 'board'"), sqlite_where=sa.text("mark = 'board'")
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outbox_copy",
            postgresql_where=sa.text("copy_id IS NOT NULL"),
            sqlite_where=sa.text("copy_id IS NOT NULL"),
        )
        batch_op.drop_column("copy_id")

    with op.batch_alter_table("exposure_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_exposure_photo_state")

    op.drop_table("exposure_photo")
    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.drop_index("ix_copy_live", postgresql_where=sa.text("live"), sqlite_where=sa.text("live"))
        batch_op.drop_index(
            "ix_copy_in_doubt",
            postgresql_where=sa.text("state = 'in_doubt'"),
            sqlite_where=sa.text("state = 'in_doubt'"),
        )
        batch_op.drop_index("ix_copy_broadcast_state")

    op.drop_table("copy")
    op.drop_table("exposure_part")
    op.drop_table("exposure_flag")
    op.drop_table("exposure_event")
    op.drop_table("exposure_approval")
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.drop_index("ix_broadcast_state")
        batch_op.drop_index("ix_broadcast_exposure_id")

    op.drop_table("broadcast")
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.drop_index("ix_exposure_status")
        batch_op.drop_index("ix_exposure_series_id")
        batch_op.drop_index("ix_exposure_expires_on")
        batch_op.drop_index("ix_exposure_case_id")
        batch_op.drop_index("ix_exposure_batch_id")

    op.drop_table("exposure")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_subscription_what")

    op.drop_table("subscription")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index("ix_batch_slot_id")
        batch_op.drop_index("ix_batch_due_at")

    op.drop_table("batch")
    op.drop_table("slot")
    op.drop_table("outlet")
