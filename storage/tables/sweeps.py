"""Sweeps (排查): which places are to be looked at, for what, and what was found there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table

_CHECK = "what IN ('licence', 'label', 'expiry', 'purchases')"


class Sweep(Table):
    """A round of checks on the ground of one desk, or of all towns while `desk_id` is null.

    `checks` lists what is looked at in each place, of `licence`, `label`, `expiry`, `purchases`. It goes on until
    `ended_at`; by `ends_on` every place should have been seen. `reminded_at` is when the coming end was spoken of.
    """

    __tablename__ = "sweep"
    __table_args__ = (Index("ix_sweep_desk_id", "desk_id", "ended_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    desk_id: Mapped[str | None] = mapped_column(ForeignKey("desk.id"))
    title: Mapped[str] = mapped_column(String(100))
    checks: Mapped[list[Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    ends_on: Mapped[date]
    started_by: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class SweepPlace(Table):
    """One place of a sweep, on one desk's ground; added with the sweep or met on the way. `visited_at` once seen."""

    __tablename__ = "sweep_place"
    __table_args__ = (UniqueConstraint("sweep_id", "desk_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweep.id"))
    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"))
    name: Mapped[str] = mapped_column(String(200))
    place_text: Mapped[str] = mapped_column(String(400), default="")
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    visited_at: Mapped[datetime | None]
    visited_by: Mapped[int | None] = mapped_column(BigInteger)


class SweepFinding(Table):
    """What was wrong in a place; `case_id` is the ledger row it became."""

    __tablename__ = "sweep_finding"
    __table_args__ = (
        CheckConstraint(_CHECK, name="what"),
        UniqueConstraint("place_id", "what"),
        Index("ix_sweep_finding_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("sweep_place.id"))
    what: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
