"""Desks that handle a case together."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class CoHandler(Table):
    """A desk that handles a case together with the one that leads it, until `until` (open while null)."""

    __tablename__ = "co_handler"
    __table_args__ = (
        UniqueConstraint("case_id", "desk_id"),
        Index("ix_co_handler_desk_id", "desk_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"))
    asked_by: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
