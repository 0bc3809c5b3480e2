"""The problem ledger: a row a case, its events, the reporter's words, the notes."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from domain.case import Outcome, Status
from storage.tables.schema import BigId, Chained, Table


def _one_of(column: str, values: type[Status] | type[Outcome]) -> str:
    return f"{column} IN ({', '.join(repr(each.value) for each in values)})"


class CaseRow(Table):
    """One problem (问题台账). `reporter` is a pseudonym, `receipt` the keyed hash of the receipt code.

    The raw point and the datum it was read in are kept beside the desk it led to, so that a wrong reading can be
    found later. `border_m` is set when the point lies near a border. `update_id` makes filing the same update twice
    impossible.
    """

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint(_one_of("status", Status), name="status"),
        CheckConstraint(f"outcome IS NULL OR {_one_of('outcome', Outcome)}", name="outcome"),
        Index("ix_case_reporter", "reporter", "id"),
        Index("ix_case_desk_status", "desk_id", "status", "id"),
        Index("ix_case_holder_status", "holder_id", "status", "id"),
        # A full index: with bound parameters SQLite would not use a partial one.
        Index("ix_case_chase_at", "chase_at"),
        # What lists of the ledger are narrowed by, each with the key its pages continue from (`storage/ledger.py`).
        Index("ix_case_status", "status", "id"),
        Index("ix_case_status_due", "status", "due_on", "id"),
        Index("ix_case_desk_due", "desk_id", "status", "due_on", "id"),
        Index("ix_case_violation", "violation", "status", "id"),
        Index("ix_case_desk_violation", "desk_id", "violation", "status", "id"),
        Index("ix_case_source", "source", "status", "id"),
        Index("ix_case_desk_source", "desk_id", "source", "status", "id"),
        Index("ix_case_concluded_at", "concluded_at", "desk_id"),
        Index("ix_case_closed_at", "closed_at"),
        Index("ix_case_ask_at", "ask_at"),
        Index("ix_case_business_id", "business_id", "id"),
        Index("ix_case_supplier_id", "supplier_id", "id"),
        Index("ix_case_duplicate_of", "duplicate_of"),
        # What is reported as the same lies within a month and a few houses: the month comes first, because it holds
        # as many cases in ten years as today, while every place fills up.
        Index("ix_case_received_where", "received_at", "lat", "lon"),
        CheckConstraint("verdict IS NULL OR verdict IN ('gone', 'still', 'unsure')", name="verdict"),
        CheckConstraint(
            "source IN ('report', 'phone', 'walk_in', 'inspection', 'supervisor', 'referral')", name="source"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    year: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(12))
    violation: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(8))
    happened: Mapped[str] = mapped_column(Text)
    business: Mapped[str] = mapped_column(String(200), default="")
    place_text: Mapped[str] = mapped_column(String(400), default="")
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    datum: Mapped[str | None] = mapped_column(String(8))
    border_m: Mapped[int | None]
    desk_id: Mapped[str | None] = mapped_column(ForeignKey("desk.id"))
    routed_by: Mapped[str] = mapped_column(String(24))
    holder_id: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str | None] = mapped_column(String(16))
    conclusion: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime]
    due_on: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    reporter: Mapped[str | None] = mapped_column(String(64))
    receipt: Mapped[str | None] = mapped_column(String(64), unique=True)
    update_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    # Where it came from, and what else the ledger keeps of it.
    source: Mapped[str] = mapped_column(String(12), default="report")
    entered_by: Mapped[int | None] = mapped_column(BigInteger)
    external_number: Mapped[str] = mapped_column(String(40), default="")
    licence: Mapped[str] = mapped_column(String(64), default="")
    supplier: Mapped[str] = mapped_column(String(200), default="")
    severity_reason: Mapped[str] = mapped_column(Text, default="")
    # Measure, deadline, responsible person (整改措施, 整改时限, 责任人).
    measure: Mapped[str] = mapped_column(Text, default="")
    rectify_by: Mapped[date | None]
    responsible: Mapped[str] = mapped_column(String(100), default="")
    penalty: Mapped[str] = mapped_column(Text, default="")
    penalty_document: Mapped[str] = mapped_column(String(100), default="")
    destination: Mapped[str] = mapped_column(String(100), default="")
    referred_from: Mapped[str | None] = mapped_column(ForeignKey("desk.id"))
    acknowledged_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    relapses: Mapped[int] = mapped_column(default=0)
    # The clock that runs now; `due_on` is when it runs out. It stands still while `paused_since` is set.
    clock: Mapped[str | None] = mapped_column(String(10))
    clock_from: Mapped[date | None]
    extended: Mapped[bool] = mapped_column(default=False)
    paused_since: Mapped[datetime | None]
    paused_for: Mapped[str | None] = mapped_column(String(12))
    paused_days: Mapped[int] = mapped_column(default=0)
    chased: Mapped[int] = mapped_column(default=0)
    chase_at: Mapped[datetime | None]
    # What gathers cases: the premises, the supplier, the earlier report of the same facts.
    business_id: Mapped[int | None] = mapped_column(ForeignKey("business.id"))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("business.id"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    # Whether it is really gone, as the reporter says after the conclusion; at `ask_at` they are asked, once.
    ask_at: Mapped[datetime | None]
    verdict: Mapped[str | None] = mapped_column(String(8))
    verdict_at: Mapped[datetime | None]


class CaseEvent(Chained, Table):
    """What happened to a case. `actor` is a role and, for staff, an id."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))


class Statement(Table):
    """The reporter's words, every version of them: an edited message adds a row and replaces none.

    `message` is a pseudonym of the chat and message, so that an edit finds what it edits.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("message", "version"), Index("ix_statement_case_id", "case_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    message: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class NoteRow(Table):
    """A note of the case: an officer's, internal until `shared_at`; or the reporter's answer (`author_id` null)."""

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_case_id", "case_id"),
        UniqueConstraint("chat_id", "message_id", "version"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    shared_by: Mapped[int | None] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)


class CannedAnswer(Table):
    """A text an officer can send with one tap, by status and category (null: any); kept by the duty desk."""

    __tablename__ = "canned_answer"
    __table_args__ = (Index("ix_canned_answer_status", "status", "violation"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    status: Mapped[str | None] = mapped_column(String(12))
    violation: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]


class MorningDigest(Table):
    """Which group was given its morning digest on which day: the key makes a second one impossible."""

    __tablename__ = "morning_digest"

    desk_id: Mapped[str] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
