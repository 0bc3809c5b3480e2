"""Cases that may be two reports of one thing, for a person to look at."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class LikenessRow(Table):
    """A later case that looks like an earlier one; `reasons` are pairs of a trait and its number (domain/likeness.py).

    Once somebody has said that they are not the same (`dismissed_at`), the pair is never shown again.
    """

    __tablename__ = "likeness"

    later_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"), primary_key=True, autoincrement=False)
    earlier_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"), primary_key=True, autoincrement=False)
    score: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by: Mapped[int | None] = mapped_column(BigInteger)
