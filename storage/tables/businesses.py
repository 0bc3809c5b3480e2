"""Businesses that gather their cases across the years, and who of the staff is too close to one to see them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class BusinessRow(Table):
    """Premises or a supplier, as cases name them; `key` is the name without what people write differently."""

    __tablename__ = "business"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime]


class ConflictRow(Table):
    """Somebody of the staff is related to a business (回避) from `since` until `until` (open while null)."""

    __tablename__ = "conflict"
    __table_args__ = (Index("ix_conflict_user_id", "user_id", "business_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff.user_id"))
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    marked_by: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
