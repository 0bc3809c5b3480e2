"""Photos and files: the sealed original, the cleaned copy, and where each stands."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class EvidenceRow(Table):
    """One file. `state`: wanted → kept | refused; fetched outside any transaction, by id, under a lease.

    `handle` is a random name to which the sealed columns are bound and under which the vault keeps the file.
    `source` is the sealed Telegram file id it is fetched by; the row belongs to `owner` (a correspondent's pseudonym)
    while a draft, then to `case_id` alone, or to an officer's note. `original` and `copy` are names in the evidence
    folder: the first sealed, the second cleaned (re-encoded, nothing hidden in it). `file_id` is our own
    upload's, reused for later sends. `album` is a pseudonym of the media group.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("state IN ('wanted', 'kept', 'refused')", name="state"),
        Index("ix_evidence_wanted", "not_before", postgresql_where=text("state = 'wanted'"),
              sqlite_where=text("state = 'wanted'")),
        Index("ix_evidence_case_id", "case_id"),
        Index("ix_evidence_owner", "owner"),
        Index("ix_evidence_album", "album"),
        Index("ix_evidence_dhash", "dhash"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    handle: Mapped[str] = mapped_column(String(32), unique=True)
    owner: Mapped[str | None] = mapped_column(String(64))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    by_staff: Mapped[bool] = mapped_column(default=False)
    as_file: Mapped[bool] = mapped_column(default=False)
    album: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(String(8), default="wanted")
    trouble: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    original: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str | None] = mapped_column(String(64))
    copy: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    place: Mapped[bytes | None]
    file_id: Mapped[str | None] = mapped_column(String(200))
    announced: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
