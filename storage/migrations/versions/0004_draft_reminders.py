"""draft reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("correspondent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft_reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("correspondent", schema=None) as batch_op:
        batch_op.drop_column("draft_reminded_at")
