"""Looking at a place again (回头看)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class LookBack(Table):
    """One task: look whether what was concluded is still so. It is over at `done_at`; `passed` is null until then, and
    stays so for a task that was called off, or waived with the reason in `words`.

    `because` says what made it: the rule for concluded cases, or the supervisor's random choice. It is given to the
    desk's group and, once somebody has it, to `given_to`, who is not the case's handler. A case has at most one that
    is not done.
    """

    __tablename__ = "look_back"
    __table_args__ = (
        CheckConstraint("because IN ('rule', 'random')", name="because"),
        Index("ix_look_back_case_id", "case_id"),
        Index("ix_look_back_desk_id", "desk_id", "done_at"),
        Index("ix_look_back_chase_at", "chase_at"),
        Index("uq_look_back_open", "case_id", unique=True, postgresql_where=text("done_at IS NULL"),
              sqlite_where=text("done_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    because: Mapped[str] = mapped_column(String(8))
    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"))
    given_to: Mapped[int | None] = mapped_column(BigInteger)
    began_at: Mapped[datetime]
    due_on: Mapped[date]
    chased: Mapped[int] = mapped_column(default=0)
    chase_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(BigInteger)
    passed: Mapped[bool | None]
    words: Mapped[str] = mapped_column(Text, default="")
