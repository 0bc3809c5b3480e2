"""Documents that were asked for: who, when, what, and what it was to hold."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class Paper(Table):
    """One document (a table of the ledger, a case's story, a picture), drawn when it is sent and kept nowhere.

    `asks` holds the filter it was asked with; `rows` how many cases it held when it was drawn. What left the
    ledger, and through whose hands, can be told from these rows for ever.
    """

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_made_at", "made_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    asks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    case_id: Mapped[int | None] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    rows: Mapped[int | None]
