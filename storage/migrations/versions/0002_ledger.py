"""looking back, joint work, businesses, sweeps, papers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_KIND = "ck_desk_kind"
_VERDICT = "ck_case_verdict"


def upgrade() -> None:
    with op.batch_alter_table("desk", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_KIND), type_="check")
        batch_op.create_check_constraint(
            op.f(_KIND), "kind IN ('town', 'department', 'duty', 'publicity', 'supervisor')"
        )

    op.create_table(
        "business",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
        sa.UniqueConstraint("key", name=op.f("uq_business_key")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_made_at", ["made_at"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("business_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], name=op.f("fk_conflict_business_id_business")),
        sa.ForeignKeyConstraint(["user_id"], ["staff.user_id"], name=op.f("fk_conflict_user_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(
            "uq_conflict_standing",
            ["user_id", "business_id"],
            unique=True,
            postgresql_where=sa.text("until IS NULL"),
            sqlite_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "sweep",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("desk_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("checks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_sweep_desk_id_desk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    with op.batch_alter_table("sweep", schema=None) as batch_op:
        batch_op.create_index("ix_sweep_desk_id", ["desk_id", "ended_at"], unique=False)

    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sent_message_sweep",
            ["recipient", "ask", "message_id"],
            unique=False,
            postgresql_where=sa.text("mark = 'sweep'"),
            sqlite_where=sa.text("mark = 'sweep'"),
        )

    op.create_table(
        "likeness",
        sa.Column("later_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earlier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["earlier_id"], ["case.id"], name=op.f("fk_likeness_earlier_id_case")),
        sa.ForeignKeyConstraint(["later_id"], ["case.id"], name=op.f("fk_likeness_later_id_case")),
        sa.PrimaryKeyConstraint("later_id", "earlier_id", name=op.f("pk_likeness")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_dhash", ["dhash"], unique=False)

    op.create_table(
        "co_handler",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("desk_id", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_co_handler_case_id_case")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_co_handler_desk_id_desk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_handler")),
        sa.UniqueConstraint("case_id", "desk_id", name=op.f("uq_co_handler_case_id_desk_id")),
    )
    with op.batch_alter_table("co_handler", schema=None) as batch_op:
        batch_op.create_index("ix_co_handler_desk_id", ["desk_id", "case_id"], unique=False)

    op.create_table(
        "look_back",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("because", sa.String(length=8), nullable=False),
        sa.Column("desk_id", sa.String(length=64), nullable=False),
        sa.Column("given_to", sa.BigInteger(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("because IN ('rule', 'random')", name=op.f("ck_look_back_because")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_look_back_case_id_case")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_look_back_desk_id_desk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back")),
    )
    with op.batch_alter_table("look_back", schema=None) as batch_op:
        batch_op.create_index("ix_look_back_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_look_back_chase_at", ["chase_at"], unique=False)
        batch_op.create_index("ix_look_back_desk_id", ["desk_id", "done_at"], unique=False)
        batch_op.create_index(
            "uq_look_back_open",
            ["case_id"],
            unique=True,
            postgresql_where=sa.text("done_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "sweep_place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sweep_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("desk_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place_text", sa.String(length=400), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visited_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_sweep_place_desk_id_desk")),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweep.id"], name=op.f("fk_sweep_place_sweep_id_sweep")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_place")),
        sa.UniqueConstraint("sweep_id", "desk_id", "name", name=op.f("uq_sweep_place_sweep_id_desk_id_name")),
    )
    op.create_table(
        "sweep_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("what IN ('licence', 'label', 'expiry', 'purchases')", name=op.f("ck_sweep_finding_what")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sweep_finding_case_id_case")),
        sa.ForeignKeyConstraint(["place_id"], ["sweep_place.id"], name=op.f("fk_sweep_finding_place_id_sweep_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_finding")),
        sa.UniqueConstraint("place_id", "what", name=op.f("uq_sweep_finding_place_id_what")),
    )
    with op.batch_alter_table("sweep_finding", schema=None) as batch_op:
        batch_op.create_index("ix_sweep_finding_case_id", ["case_id"], unique=False)

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("business_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("supplier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("duplicate_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("verdict", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("verdict_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_case_closed_at", ["closed_at"], unique=False)
        batch_op.create_index("ix_case_ask_at", ["ask_at"], unique=False)
        batch_op.create_index("ix_case_business_id", ["business_id", "id"], unique=False)
        batch_op.create_index("ix_case_concluded_at", ["concluded_at", "desk_id"], unique=False)
        batch_op.create_index("ix_case_duplicate_of", ["duplicate_of"], unique=False)
        batch_op.create_index("ix_case_received_where", ["received_at", "lat", "lon"], unique=False)
        batch_op.create_index("ix_case_status", ["status", "id"], unique=False)
        batch_op.create_index("ix_case_status_due", ["status", "due_on", "id"], unique=False)
        batch_op.create_index("ix_case_desk_due", ["desk_id", "status", "due_on", "id"], unique=False)
        batch_op.create_index("ix_case_violation", ["violation", "status", "id"], unique=False)
        batch_op.create_index("ix_case_desk_violation", ["desk_id", "violation", "status", "id"], unique=False)
        batch_op.create_index("ix_case_source", ["source", "status", "id"], unique=False)
        batch_op.create_index("ix_case_desk_source", ["desk_id", "source", "status", "id"], unique=False)
        batch_op.create_index("ix_case_supplier_id", ["supplier_id", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_case_supplier_id_business"), "business", ["supplier_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_case_business_id_business"), "business", ["business_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_case_duplicate_of_case"), "case", ["duplicate_of"], ["id"])
        batch_op.create_check_constraint(op.f(_VERDICT), "verdict IS NULL OR verdict IN ('gone', 'still', 'unsure')")


def downgrade() -> None:
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_VERDICT), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_case_duplicate_of_case"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_case_business_id_business"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_case_supplier_id_business"), type_="foreignkey")
        batch_op.drop_index("ix_case_source")
        batch_op.drop_index("ix_case_desk_source")
        batch_op.drop_index("ix_case_desk_violation")
        batch_op.drop_index("ix_case_violation")
        batch_op.drop_index("ix_case_desk_due")
        batch_op.drop_index("ix_case_status_due")
        batch_op.drop_index("ix_case_status")
        batch_op.drop_index("ix_case_supplier_id")
        batch_op.drop_index("ix_case_received_where")
        batch_op.drop_index("ix_case_duplicate_of")
        batch_op.drop_index("ix_case_concluded_at")
        batch_op.drop_index("ix_case_business_id")
        batch_op.drop_index("ix_case_ask_at")
        batch_op.drop_index("ix_case_closed_at")
        batch_op.drop_column("verdict_at")
        batch_op.drop_column("verdict")
        batch_op.drop_column("ask_at")
        batch_op.drop_column("duplicate_of")
        batch_op.drop_column("supplier_id")
        batch_op.drop_column("business_id")

    with op.batch_alter_table("sweep_finding", schema=None) as batch_op:
        batch_op.drop_index("ix_sweep_finding_case_id")

    op.drop_table("sweep_finding")
    op.drop_table("sweep_place")
    with op.batch_alter_table("look_back", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_look_back_open", postgresql_where=sa.text("done_at IS NULL"), sqlite_where=sa.text("done_at IS NULL")
        )
        batch_op.drop_index("ix_look_back_desk_id")
        batch_op.drop_index("ix_look_back_chase_at")
        batch_op.drop_index("ix_look_back_case_id")

    op.drop_table("look_back")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_dhash")

    op.drop_table("likeness")
    with op.batch_alter_table("co_handler", schema=None) as batch_op:
        batch_op.drop_index("ix_co_handler_desk_id")

    op.drop_table("co_handler")
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_sent_message_sweep", postgresql_where=sa.text("mark = 'sweep'"), sqlite_where=sa.text("mark = 'sweep'")
        )

    with op.batch_alter_table("sweep", schema=None) as batch_op:
        batch_op.drop_index("ix_sweep_desk_id")

    op.drop_table("sweep")
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_conflict_standing",
            postgresql_where=sa.text("until IS NULL"),
            sqlite_where=sa.text("until IS NULL"),
        )

    op.drop_table("conflict")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_made_at")

    op.drop_table("paper")
    op.drop_table("business")
    with op.batch_alter_table("desk", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_KIND), type_="check")
        batch_op.create_check_constraint(op.f(_KIND), "kind IN ('town', 'department', 'duty', 'publicity')")
