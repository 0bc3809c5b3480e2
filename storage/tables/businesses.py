"""Businesses that gather their cases across the years, and who of the staff is too close to one to see them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
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
    """Somebody of the staff is related to a business (回避) from `since` until `until` (open while null).

    Of one pair one mark stands at a time; those that were lifted stay.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        Index("uq_conflict_standing", "user_id", "business_id", unique=True,
              postgresql_where=text("until IS NULL"), sqlite_where=text("until IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff.user_id"))
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    marked_by: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(BigInteger)
