"""Exposures (典型案例曝光): batches and what is in them, part by part; photos, flags, approvals, and what happened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.exposure import Class, Status
from storage.tables.schema import BigId, Chained, Table

_JSON = JSON().with_variant(JSONB(), "postgresql")


def _one_of(column: str, values: type[Status] | type[Class]) -> str:
    return f"{column} IN ({', '.join(repr(each.value) for each in values)})"


class Batch(Table):
    """One issue (第N期): what is scheduled, and goes out, together.

    It goes out at `due_at`; or, while that is null and `queued_at` is not, when its turn comes in `slot_id`'s queue.
    `begun_at` once it has. `reach` names, between commas, whom it goes to: `outlets`, `desks`, `subscribers`.
    """

    __tablename__ = "batch"
    __table_args__ = (Index("ix_batch_due_at", "due_at"), Index("ix_batch_slot_id", "slot_id", "queued_at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(100), default="")
    reach: Mapped[str] = mapped_column(String(40), default="outlets,desks,subscribers")
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    queued_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class Exposure(Table):
    """One text for the public, with its photos. `case_id` is the ledger's row it tells of, null for a case that was
    handled elsewhere: then `document`, `decided_on`, `agency` and `party` are what somebody filled in.

    `series_id` is the first of a row of corrections (its own id for the first), `corrects_id` the one before it.
    `basis` is under what it may be published. `desk_id` and `violation` decide which subscribers it concerns.
    `months` is how long it is shown, where that is not what its class says; `expires_on` the day that ends it.
    `frozen` (`domain.published.Frozen`) and its `digest` are made when it is submitted and go with the next edit;
    `revision` grows with each edit, so that of two at once one is refused. `place` orders what is in a batch, equal
    ones by id.
    """

    __tablename__ = "exposure"
    __table_args__ = (
        CheckConstraint(_one_of("status", Status), name="status"),
        CheckConstraint(_one_of("class", Class), name="class"),
        Index("ix_exposure_batch_id", "batch_id", "id"),
        Index("ix_exposure_case_id", "case_id"),
        # Of two people who take a case at once, one does; a correction tells of the same case again.
        Index("uq_exposure_case", "case_id", unique=True,
              postgresql_where=text("corrects_id IS NULL AND status <> 'discarded'"),
              sqlite_where=text("corrects_id IS NULL AND status <> 'discarded'")),
        Index("ix_exposure_series_id", "series_id"),
        Index("ix_exposure_status", "status", "id"),
        Index("ix_exposure_expires_on", "expires_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    place: Mapped[int] = mapped_column(default=0)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("exposure.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("exposure.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    status: Mapped[str] = mapped_column(String(12), default=Status.DRAFT.value)
    class_: Mapped[str] = mapped_column("class", String(12))
    basis: Mapped[str] = mapped_column(String(300), default="")
    agency: Mapped[str] = mapped_column(String(100), default="")
    party: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[str] = mapped_column(String(100), default="")
    decided_on: Mapped[date | None]
    desk_id: Mapped[str | None] = mapped_column(ForeignKey("desk.id"))
    violation: Mapped[str | None] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(default=1)
    frozen: Mapped[dict[str, Any] | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    months: Mapped[int | None]
    expires_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reporter_told_at: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class ExposurePart(Table):
    """One part of the text (`domain.exposure.Part`), with its formatting; no row for a part that is empty."""

    __tablename__ = "exposure_part"

    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    entities: Mapped[list[Any]] = mapped_column(_JSON, default=list)


class ExposurePhoto(Table):
    """A photo of the case as a candidate for the public; the evidence it is made from is never touched.

    `boxes` are what is blackened: each [left, top, right, bottom] in thousandths of the picture. It can be published
    only once somebody confirmed the boxes, and `copy`, the blackened file in the evidence folder, with its `sha256`,
    was made from just these. `state`: wanted → made | failed; null: nothing asked. While a copy is being made, `copy`
    is the name that it will have.
    """

    __tablename__ = "exposure_photo"
    __table_args__ = (
        CheckConstraint("state IS NULL OR state IN ('wanted', 'made', 'failed')", name="state"),
        UniqueConstraint("exposure_id", "evidence_id"),
        Index("ix_exposure_photo_state", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    published: Mapped[bool] = mapped_column(default=False)
    boxes: Mapped[list[Any]] = mapped_column(_JSON, default=list)
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None]
    state: Mapped[str | None] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    copy: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str | None] = mapped_column(String(64))


class ExposureFlag(Table):
    """Something in a text that a person has to decide on before it can be submitted.

    `key` is made of part, kind and the words found, so that a decision outlives edits elsewhere. `standing` is false
    once the words are gone. `decision`: keep (with a reason), or null while nobody has decided.
    """

    __tablename__ = "exposure_flag"
    __table_args__ = (
        CheckConstraint("decision IS NULL OR decision IN ('keep')", name="decision"),
        UniqueConstraint("exposure_id", "key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"))
    key: Mapped[str] = mapped_column(String(64))
    part: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    standing: Mapped[bool] = mapped_column(default=True)
    decision: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None]


class ExposureApproval(Table):
    """Somebody approved exactly the text and photos with that digest; the key makes a second time impossible."""

    __tablename__ = "exposure_approval"

    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]


class ExposureEvent(Chained, Table):
    """What happened to an exposure."""

    __tablename__ = "exposure_event"
    __table_args__ = (UniqueConstraint("exposure_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"))


class Slot(Table):
    """A recurring time at which the next batch in line goes out: a cron line in the district's zone.

    `days`: any day, working days, or the last working day before a holiday (`eve`). `shift`: where such a time falls
    on a day off, it stays (`none`), or moves to the working day before or after. Its times until `through` have been
    used or given up: none of them comes a second time.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("days IN ('any', 'working', 'eve')", name="days"),
        CheckConstraint("shift IN ('none', 'before', 'after')", name="shift"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cron: Mapped[str] = mapped_column(String(60))
    days: Mapped[str] = mapped_column(String(8), default="any")
    shift: Mapped[str] = mapped_column(String(8), default="none")
    since: Mapped[datetime]
    through: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(BigInteger)
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[int | None] = mapped_column(BigInteger)
