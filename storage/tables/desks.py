"""The district's side: desks with their groups, staff with their seats, bind codes, attempts."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class DeskRow(Table):
    """A town, a department, the duty desk, the supervisors or the publicity office.

    `chat_id` is its group, once bound.
    """

    __tablename__ = "desk"
    __table_args__ = (
        CheckConstraint("kind IN ('town', 'department', 'duty', 'publicity', 'supervisor')", name="kind"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(64), unique=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    bound_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]


class StaffRow(Table):
    """Somebody on the staff, by Telegram's numeric id; the name is the one colleagues see."""

    __tablename__ = "staff"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime]


class SeatRow(Table):
    """A person's place at a desk, from `since` until `until` (open while null)."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("role IN ('officer', 'lead')", name="role"),
        UniqueConstraint("user_id", "desk_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff.user_id"))
    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"))
    role: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class BindCode(Table):
    """A one-time code that makes a group a desk's; only its keyed hash is kept."""

    __tablename__ = "bind_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"))
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Table):
    """Somebody tried what they may not, or guessed: for the limits on guessing, and for whoever looks into it.

    `who` is a pseudonym for people outside the staff, a numeric id for staff.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_what_at", "what", "at"),
        Index("ix_attempt_who_what_at", "who", "what", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(BigInteger)
